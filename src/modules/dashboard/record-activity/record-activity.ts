import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type EventEnvelope } from '../../../kernel/domain-event.js';
import { sql } from '../../../platform/database/sql.js';
import { columnsOf, insert } from '../../../platform/database/statements.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { COMMISSION } from '../../commissions/index.js';
import { ACTIVITY, type ActivityRow } from '../activity.table.js';
import { activityEntry } from './activity-entry.js';

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
    await this.units.execute(sql`
      ${insert(ACTIVITY, [{ ...entry, ...(await this.whoseItIs(entry)) }])}
      ON CONFLICT (${ACTIVITY.event_id.bare}) DO NOTHING`);
  }

  /** A later fact of a commission need not repeat whose it is, but who may see the entry hangs on that. */
  private async whoseItIs({ commission_id, ...entry }: ActivityRow): Promise<Partial<ActivityRow>> {
    const { prospect_id, policy_id, beneficiary_id } = entry;
    if (commission_id === null || ![prospect_id, policy_id, beneficiary_id].includes(null)) return {};
    const [commission] = await this.units.query<Partial<ActivityRow>>(sql`
      SELECT ${columnsOf(COMMISSION, 'prospect_id', 'policy_id', 'beneficiary_id')}
      FROM ${COMMISSION} WHERE ${COMMISSION.id} = ${commission_id}`);
    return commission ?? {};
  }
}
