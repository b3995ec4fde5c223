import { Injectable } from '@nestjs/common';
import { type Moment } from '../../kernel/aggregate.js';
import { notFound } from '../../kernel/domain-error.js';
import { type Actor } from '../../platform/context/request-context.js';
import { prepared } from '../../platform/database/prepared.js';
import { Parameters } from '../../platform/database/parameters.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Action, sees } from '../auth/index.js';
import { prospectOwnership } from '../prospects/index.js';
import { type PolicyEvent } from './policy.events.js';
import { policyNumber } from './policy-number.js';
import { Policy } from './policy.js';
import { type EarnedBy, type PolicyState } from './policy.state.js';
import { PolicyRow } from './policy.table.js';

const AT_ONCE = 100;

const INSURED = prepared(`SELECT 1 FROM policy
  WHERE prospect_id = $1 AND insurance_type = $2 AND provider = $3 AND status = 'active' AND end_date >= $4 LIMIT 1`);
const LOCK_PROSPECT = prepared(`SELECT assigned_broker AS broker_id, referred_by AS affiliate_id,
    (SELECT supervisor_id FROM app_user WHERE id = assigned_broker) AS manager_id
  FROM prospect WHERE id = $1 FOR UPDATE`);
const NEXT_NUMBER = prepared(`INSERT INTO number_series (series, last_number) VALUES ($1, 1)
  ON CONFLICT (series) DO UPDATE SET last_number = number_series.last_number + 1 RETURNING last_number`);

@Injectable()
export class Policies extends Collection<PolicyState, PolicyEvent, Policy> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'policy',
      table: PolicyRow,
      aggregate: Policy,
      personal: { subject: (state) => `prospect:${state.prospect_id}`, fields: ['declared', 'priced_for', 'reason'] },
    });
  }

  /** The policy, if this actor may do this with its prospect's policies. @throws not_found, the same for absent and out of sight */
  async getFor(actor: Actor, action: Action<'policy'>, id: number): Promise<Policy> {
    const parameters = new Parameters();
    const condition = sees(actor, 'policy', action, prospectOwnership('prospect'), parameters);
    const [seen] = await this.tools.units.query(
      `SELECT 1 FROM policy JOIN prospect ON prospect.id = policy.prospect_id WHERE policy.id = ${parameters.add(id)} AND ${condition}`,
      parameters.values,
    );
    if (!seen) throw notFound('policy');
    return this.get(id);
  }

  /** The policy that came from a quote. */
  async findByQuote(quoteId: number): Promise<Policy | undefined> {
    return this.findWhere('policy.quote_id = $1', [quoteId]);
  }

  /** Whether the prospect has an active policy of this type with this provider; one that ended yesterday is none. */
  async isInsured(prospectId: number, insuranceType: string, provider: string): Promise<boolean> {
    const { today } = await this.tools.clock.now();
    const [row] = await this.tools.units.query(INSURED, [prospectId, insuranceType, provider, today]);
    return row !== undefined;
  }

  /** Makes the terms of one prospect be agreed one after the other; answers who earns on one as things stand now. */
  async lockProspect(prospectId: number): Promise<EarnedBy> {
    const [row] = await this.tools.units.query<EarnedBy>(LOCK_PROSPECT, [prospectId]);
    return row!;
  }

  /**
   * Changes up to a hundred active policies that are due, passing over those that somebody else is changing; answers
   * how many. `due` is a condition on their rows with today as `$1`, `by` the date that decides: active policies have an
   * index on each, and in the order of their ids all that ever ended might be read first.
   */
  changeDue(
    by: 'end_date' | 'renewal_date' | 'chase_on',
    due: string,
    decide: (policy: Policy, moment: Moment) => void,
  ): Promise<number> {
    return this.tools.units.run(async () => {
      const { today } = await this.tools.clock.now();
      const rows = await this.tools.units.query<{ id: number }>(
        `SELECT id FROM policy WHERE status = 'active' AND ${due} ORDER BY ${by} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`,
        [today],
      );
      await this.changeAll(
        rows.map(({ id }) => id),
        decide,
      );
      return rows.length;
    });
  }

  /**
   * The next number of the year's series. Its row stays locked to the end of the transaction, which makes the
   * series gapless; so take it last, after everything that may wait or fail.
   */
  async nextNumber(year: number): Promise<string> {
    const [row] = await this.tools.units.query<{ last_number: number }>(NEXT_NUMBER, [`policy-${year}`]);
    return policyNumber(year, row!.last_number);
  }
}
