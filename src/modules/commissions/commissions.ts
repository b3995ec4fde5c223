import { Injectable } from '@nestjs/common';
import { type Actor } from '../../platform/context/request-context.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { having } from '../../platform/database/statements.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Action, type Ownership, sees, sightOf } from '../auth/index.js';
import { type CommissionEvent, commissionFacts } from './commission.events.js';
import { Commission } from './commission.js';
import { COMMISSION, type CommissionState } from './commission.table.js';

/** Whose a commission is. */
export const commissionOwnership: Ownership = { owners: [COMMISSION.beneficiary_id] };

@Injectable()
export class Commissions extends Collection<CommissionState, CommissionEvent, Commission, Action<'commission'>> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'commission',
      table: COMMISSION,
      facts: commissionFacts,
      aggregate: Commission,
      subject: (state) => `prospect:${state.prospect_id}`,
      sight: sightOf('commission', commissionOwnership),
    });
  }

  /** Those of the ids with which this actor may do this. */
  async seen(actor: Actor, action: Action<'commission'>, ids: readonly number[]): Promise<Set<number>> {
    const condition = sees(actor, 'commission', action, commissionOwnership);
    const rows = await this.tools.units.query<{ id: number }>(
      sql`SELECT ${COMMISSION.id} FROM ${COMMISSION} WHERE ${COMMISSION.id} = ANY(${ids}::int[]) AND ${condition}`,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * What a term's rows have earned already, without corrections. Inside a transaction only: whoever else calculates
   * for this policy waits for its end, so that two at once never both find nothing.
   */
  async earnedOn(policyId: number, term: number): Promise<CommissionState[]> {
    await this.tools.units.query(sql`SELECT pg_advisory_xact_lock(hashtext('commission'), ${policyId})`);
    return this.listEarnedOn(policyId, term);
  }

  /** A term's rows without corrections as they stand, locked in the order of their ids. Inside a transaction only. */
  async lockEarnedOn(policyId: number, term: number): Promise<CommissionState[]> {
    const ids = (await this.earnedOn(policyId, term)).map(({ id }) => id);
    return this.rowsWhere(sql`${COMMISSION.id} = ANY(${ids}::int[])`, sql`FOR UPDATE`);
  }

  /** A term's rows without corrections, for reading. */
  listEarnedOn(policy_id: number, term: number): Promise<CommissionState[]> {
    return this.rowsWhere(sql`${having(COMMISSION, { policy_id, term })} AND ${COMMISSION.corrects_id} IS NULL`);
  }

  /** The rows that correct these, by id. */
  correctionsOf(ids: readonly number[]): Promise<CommissionState[]> {
    return this.rowsWhere(sql`${COMMISSION.corrects_id} = ANY(${ids}::int[])`);
  }

  private rowsWhere(condition: Sql, lock = sql``): Promise<CommissionState[]> {
    return this.tools.units.query<CommissionState>(
      sql`SELECT ${COMMISSION.columns} FROM ${COMMISSION} WHERE ${condition} ORDER BY ${COMMISSION.id} ${lock}`,
    );
  }
}
