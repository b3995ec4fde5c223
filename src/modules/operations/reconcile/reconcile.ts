import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OwnTransactions } from '../../../platform/database/own-transactions.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../../../platform/event-store/event-store.table.js';
import { DeadLetters } from '../../../queues/dead-letters.js';
import { Subscriptions } from '../../../queues/subscriptions.js';
import { COMMISSION } from '../../commissions/index.js';
import { CONTRACT } from '../../contracts/index.js';
import { POLICY } from '../../policies/index.js';
import { QUOTE, QUOTE_ACCEPTED } from '../../quotes/index.js';
import { type ForwardedDto, type ReconciliationDto, type StuckDto } from './reconcile.dto.js';

/** Compares what was agreed with what came of it, and owes again what is missing. */
@OwnTransactions('each debt is owed again in one of its own, after a search through the whole book')
export class Reconcile extends Command<ReconciliationDto> {}

const MOST = 500;

/** Whom the facts of a policy are owed to whatever happens; others may be younger than the policy. */
const FULFILLING = ['commission-calculation', 'contract-rendering', 'policy-mail', 'commission-clawback'];

const delivery = EVENT_DELIVERY.as('delivery');
const event = EVENT_STORE.as('event');

/** An acceptance counts as forgotten after a minute: before, whoever accepted is still issuing the policy. */
const ACCEPTED_WITHOUT_POLICY = sql`
  SELECT accepted.event_id, accepted.event_type, 'policy-creation' AS subscriber, ${delivery.status},
    'the accepted quote has no policy' AS reason
  FROM ${QUOTE}
  CROSS JOIN LATERAL (
    SELECT ${event.event_id}, ${event.event_type}, ${event.recorded_at} FROM ${event}
    WHERE ${event.aggregate_type} = 'quote' AND ${event.aggregate_id} = ${QUOTE.id}::text
      AND ${event.event_type} = ${QUOTE_ACCEPTED.name}
    ORDER BY ${event.version} DESC LIMIT 1) AS accepted
  LEFT JOIN ${delivery} ON ${delivery.event_id} = accepted.event_id AND ${delivery.subscriber} = 'policy-creation'
  WHERE ${QUOTE.status} = 'accepted' AND NOT EXISTS (SELECT FROM ${POLICY} WHERE ${POLICY.quote_id} = ${QUOTE.id})
    AND accepted.recorded_at < clock_timestamp() - interval '60 s'`;

/** What is under way is left to itself, and what was given up on to an admin: neither may take the places of the rest. */
const FORGOTTEN = sql`${ACCEPTED_WITHOUT_POLICY} AND (${delivery.status} IS NULL OR ${delivery.status} = 'done')`;
const GIVEN_UP = sql`${ACCEPTED_WITHOUT_POLICY} AND ${delivery.status} IN ('dead', 'skipped')`;

const neverForwarded = (owed: readonly { event_type: string; subscriber: string }[]) => sql`
  SELECT ${event.event_id}, ${event.event_type}, owed.subscriber, NULL AS status, 'it was never forwarded' AS reason
  FROM ${event} JOIN jsonb_to_recordset(${JSON.stringify(owed)}::jsonb) AS owed(event_type text, subscriber text)
    ON owed.event_type = ${event.event_type}
  WHERE ${event.aggregate_type} = 'policy' AND NOT EXISTS (
    SELECT FROM ${delivery} WHERE ${delivery.event_id} = ${event.event_id} AND ${delivery.subscriber} = owed.subscriber)`;

/** The condition under which a row belongs to the term that the event tells of. */
const ofThisTerm = ({ policy_id, term }: { policy_id: Sql; term: Sql }) =>
  sql`${policy_id} = ${delivery.aggregate_id}::int AND ${term} = (${event.data} ->> 'term')::int`;

const DONE_WITHOUT_EFFECT = sql`
  SELECT ${delivery.event_id}, ${delivery.event_type}, ${delivery.subscriber}, ${delivery.status},
    'it is marked done and nothing came of it' AS reason
  FROM ${delivery} JOIN ${event} ON ${event.event_id} = ${delivery.event_id}
  WHERE ${delivery.aggregate_type} = 'policy' AND ${delivery.status} = 'done' AND (
    ${delivery.subscriber} = 'contract-rendering'
      AND NOT EXISTS (SELECT FROM ${CONTRACT} WHERE ${ofThisTerm(CONTRACT)})
    OR ${delivery.subscriber} = 'commission-calculation'
      AND jsonb_array_length(coalesce(${delivery.result} -> 'commission_ids', '[]')) > 0
      AND NOT EXISTS (SELECT FROM ${COMMISSION} WHERE ${ofThisTerm(COMMISSION)}))`;

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
      await this.units.query(sql`SET LOCAL statement_timeout = '60s'`);
      const missing = await this.units.query<ForwardedDto>(sql`
        SELECT event_id, event_type, subscriber, reason
        FROM (${FORGOTTEN} UNION ALL ${neverForwarded(owed)} UNION ALL ${DONE_WITHOUT_EFFECT}) AS missing
        LIMIT ${MOST + 1}`);
      return { missing, stuck: await this.units.query<StuckDto>(sql`${GIVEN_UP} LIMIT ${MOST}`) };
    });
  }
}
