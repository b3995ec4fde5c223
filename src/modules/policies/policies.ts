import { Injectable } from '@nestjs/common';
import { type Moment } from '../../kernel/aggregate.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { having } from '../../platform/database/statements.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Action, type Ownership, sightOf, USER } from '../auth/index.js';
import { PROSPECT } from '../prospects/index.js';
import { NUMBER_SERIES } from './number-series.table.js';
import { type PolicyEvent, policyFacts } from './policy.events.js';
import { type IsoDate } from '../../kernel/term.js';
import { type InsuranceType } from '../catalogue/index.js';
import { policyNumber } from './policy-number.js';
import { Policy } from './policy.js';
import { type EarnedBy, POLICY, type PolicyState } from './policy.table.js';

const AT_ONCE = 100;

/** Whose a policy is: its prospect's owners. */
export const policyOwnership: Ownership = { owners: [POLICY.assigned_broker, POLICY.prospect_creator] };

@Injectable()
export class Policies extends Collection<PolicyState, PolicyEvent, Policy, Action<'policy'>> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'policy',
      table: POLICY,
      facts: policyFacts,
      aggregate: Policy,
      subject: (state) => `prospect:${state.prospect_id}`,
      sight: sightOf('policy', policyOwnership),
    });
  }

  /** The policy that came from a quote. */
  async findByQuote(quoteId: number): Promise<Policy | undefined> {
    return this.findWhere(sql`${POLICY.quote_id} = ${quoteId}`);
  }

  /** Whether the prospect has an active policy of this type with this provider; one that ended yesterday is none. */
  async isInsured(prospect_id: number, insurance_type: InsuranceType, provider: string): Promise<boolean> {
    const { today } = await this.tools.clock.now();
    const [row] = await this.tools.units.query(sql`
      SELECT 1 FROM ${POLICY} WHERE ${having(POLICY, { prospect_id, insurance_type, provider })}
        AND ${POLICY.status} = 'active' AND ${POLICY.end_date} >= ${today}`);
    return row !== undefined;
  }

  /** Makes the terms of one prospect be agreed one after the other; answers who earns on one as things stand now. */
  async lockProspect(prospectId: number): Promise<EarnedBy> {
    const { assigned_broker, referred_by } = PROSPECT;
    const [row] = await this.tools.units.query<EarnedBy>(sql`
      SELECT ${assigned_broker} AS broker_id, ${referred_by} AS affiliate_id,
        (SELECT ${USER.supervisor_id} FROM ${USER} WHERE ${USER.id} = ${assigned_broker}) AS manager_id
      FROM ${PROSPECT} WHERE ${PROSPECT.id} = ${prospectId} FOR UPDATE`);
    return row!;
  }

  /**
   * Changes up to a hundred active policies that are due, passing over those that somebody else is changing; answers
   * how many. Inside a transaction only. `due` is a condition on their rows, `by` the date that decides: active
   * policies have an index on each, and in the order of their ids all that ever ended might be read first.
   */
  async changeDue(
    by: 'end_date' | 'renewal_date' | 'chase_on',
    due: (today: IsoDate) => Sql,
    decide: (policy: Policy, moment: Moment) => void,
  ): Promise<number> {
    const { today } = await this.tools.clock.now();
    const rows = await this.tools.units.query<{ id: number }>(sql`
      SELECT ${POLICY.id} FROM ${POLICY} WHERE ${POLICY.status} = 'active' AND ${due(today)}
      ORDER BY ${POLICY[by]} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`);
    await this.changeAll(
      rows.map(({ id }) => id),
      decide,
    );
    return rows.length;
  }

  /**
   * The next number of the year's series. Its row stays locked to the end of the transaction, which makes the
   * series gapless; so take it last, after everything that may wait or fail.
   */
  async nextNumber(year: number): Promise<string> {
    const { series, last_number } = NUMBER_SERIES;
    const [row] = await this.tools.units.query<{ last_number: number }>(sql`
      INSERT INTO ${NUMBER_SERIES} (${series.bare}, ${last_number.bare}) VALUES (${`policy-${year}`}, 1)
      ON CONFLICT (${series.bare}) DO UPDATE SET ${last_number.bare} = ${last_number} + 1 RETURNING ${last_number}`);
    return policyNumber(year, row!.last_number);
  }
}
