import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { DeadLetters } from '../../../queues/dead-letters.js';
import { Subscriptions } from '../../../queues/subscriptions.js';
import { type ForwardedDto, type ReconciliationDto, type StuckDto } from './reconcile.dto.js';

/** Compares what was agreed with what came of it, and owes again what is missing. */
export class Reconcile extends Command<ReconciliationDto> {}

const MOST = 500;

/** Whom the facts of a policy are owed to whatever happens; others may be younger than the policy. */
const FULFILLING = ['commission-calculation', 'contract-rendering', 'policy-mail', 'commission-clawback'];

/** An acceptance counts as forgotten after a minute: before, whoever accepted is still issuing the policy. */
const ACCEPTED_WITHOUT_POLICY = `
  SELECT e.event_id, e.event_type, 'policy-creation' AS subscriber, d.status, 'the accepted quote has no policy' AS reason
  FROM quote q
  CROSS JOIN LATERAL (
    SELECT event_id, event_type, recorded_at FROM event_store
    WHERE aggregate_type = 'quote' AND aggregate_id = q.id::text AND event_type = 'QuoteAccepted' ORDER BY version DESC LIMIT 1) AS e
  LEFT JOIN event_delivery d ON d.event_id = e.event_id AND d.subscriber = 'policy-creation'
  WHERE q.status = 'accepted' AND NOT EXISTS (SELECT FROM policy p WHERE p.quote_id = q.id)
    AND e.recorded_at < clock_timestamp() - interval '60 s'`;

/** What is under way is left to itself, and what was given up on to an admin: neither may take the places of the rest. */
const FORGOTTEN = `${ACCEPTED_WITHOUT_POLICY} AND (d.status IS NULL OR d.status = 'done')`;
const GIVEN_UP = `${ACCEPTED_WITHOUT_POLICY} AND d.status IN ('dead', 'skipped')`;

const NEVER_FORWARDED = `
  SELECT e.event_id, e.event_type, owed.subscriber, NULL AS status, 'it was never forwarded' AS reason
  FROM event_store e JOIN jsonb_to_recordset($1::jsonb) AS owed(event_type text, subscriber text) USING (event_type)
  WHERE e.aggregate_type = 'policy'
    AND NOT EXISTS (SELECT FROM event_delivery d WHERE d.event_id = e.event_id AND d.subscriber = owed.subscriber)`;

const DONE_WITHOUT_EFFECT = `
  SELECT d.event_id, d.event_type, d.subscriber, d.status, 'it is marked done and nothing came of it' AS reason
  FROM event_delivery d JOIN event_store e USING (event_id)
  WHERE d.aggregate_type = 'policy' AND d.status = 'done' AND (
    d.subscriber = 'contract-rendering' AND NOT EXISTS (
      SELECT FROM contract c WHERE c.policy_id = d.aggregate_id::int AND c.term = (e.data ->> 'term')::int)
    OR d.subscriber = 'commission-calculation' AND jsonb_array_length(coalesce(d.result -> 'commission_ids', '[]')) > 0 AND NOT EXISTS (
      SELECT FROM commission c WHERE c.policy_id = d.aggregate_id::int AND c.term = (e.data ->> 'term')::int))`;

@CommandHandler(Reconcile)
export class ReconcileHandler implements ICommandHandler<Reconcile> {
  constructor(
    private readonly units: UnitOfWork,
    private readonly deadLetters: DeadLetters,
    private readonly subscriptions: Subscriptions,
  ) {}

  async execute(): Promise<ReconciliationDto> {
    const { missing, stuck } = await this.findMissing();
    const outcome: ReconciliationDto = { forwarded: [], stuck, more: missing.length > MOST };
    for (const owed of missing.slice(0, MOST)) {
      if (await this.deadLetters.forwardAgain(owed.event_id, owed.subscriber, `reconciled: ${owed.reason}`))
        outcome.forwarded.push(owed);
    }
    return outcome;
  }

  private findMissing(): Promise<{ missing: ForwardedDto[]; stuck: StuckDto[] }> {
    const owed = FULFILLING.flatMap((subscriber) => {
      const facts = this.subscriptions.factsOf(subscriber);
      return facts === 'any' ? [] : facts.map((event_type) => ({ event_type, subscriber }));
    });
    return this.units.run(async () => {
      // Reads a whole book, which an admin asks for and a request of everyday does not.
      await this.units.queryText(`SET LOCAL statement_timeout = '60s'`);
      const missing = await this.units.queryText<ForwardedDto>(
        `SELECT event_id, event_type, subscriber, reason
         FROM (${FORGOTTEN} UNION ALL ${NEVER_FORWARDED} UNION ALL ${DONE_WITHOUT_EFFECT}) AS missing LIMIT ${MOST + 1}`,
        [JSON.stringify(owed)],
      );
      return { missing, stuck: await this.units.queryText<StuckDto>(`${GIVEN_UP} LIMIT ${MOST}`) };
    });
  }
}
