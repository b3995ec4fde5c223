import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type EventEnvelope } from '../../../kernel/domain-event.js';
import { prepared } from '../../../platform/database/prepared.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { activityEntry } from './activity-entry.js';

const RECORD = prepared(`
  INSERT INTO activity (event_id, event_type, occurred_at, prospect_id, quote_id, policy_id, commission_id, beneficiary_id, user_id, details)
  SELECT $1, $2, $3, coalesce($4::int, commission.prospect_id), $5, coalesce($6::int, commission.policy_id),
    $7::int, coalesce($8::int, commission.beneficiary_id), $9, $10
  FROM (VALUES (1)) AS one (row) LEFT JOIN commission ON commission.id = $7::int
  ON CONFLICT (event_id) DO NOTHING`);

/** Puts a fact into the feed; the same one twice is there once. */
export class RecordActivity extends Command<void> {
  constructor(readonly event: EventEnvelope) {
    super();
  }
}

@CommandHandler(RecordActivity)
export class RecordActivityHandler implements ICommandHandler<RecordActivity> {
  constructor(private readonly units: UnitOfWork) {}

  async execute({ event }: RecordActivity): Promise<void> {
    const entry = activityEntry(event);
    // A later fact of a commission need not repeat whose it is, but who may see the entry hangs on that.
    await this.units.queryText(RECORD, [
      entry.event_id,
      entry.event_type,
      entry.occurred_at,
      entry.prospect_id,
      entry.quote_id,
      entry.policy_id,
      entry.commission_id,
      entry.beneficiary_id,
      entry.user_id,
      JSON.stringify(entry.details),
    ]);
  }
}
