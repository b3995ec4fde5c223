import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { notFound } from '../../kernel/domain-error.js';
import { type Actor } from '../../platform/context/request-context.js';
import { Parameters } from '../../platform/database/parameters.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Ownership, sees } from '../auth/index.js';
import { type BeneficiaryRole } from '../catalogue/index.js';
import { Commission } from './commission.js';
import { type CommissionState, type CommissionType } from './commission.state.js';
import { type CommissionEvent } from './commission.events.js';
import { CommissionRow } from './commission.table.js';

export type CommissionAction = 'read' | 'read_history' | 'approve' | 'reject';

/** One row that a term has earned already. */
export interface EarnedRow {
  id: number;
  beneficiary_role: BeneficiaryRole;
  commission_type: CommissionType;
}

/** Whose a commission is; `alias` is its table's in the statement. */
export function commissionOwnership(alias: string): Ownership {
  return { owners: [`${alias}.beneficiary_id`] };
}

@Injectable()
export class Commissions extends Collection<CommissionState, CommissionEvent, Commission> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'commission',
      table: CommissionRow,
      aggregate: Commission,
      personal: { subject: (state) => `prospect:${state.prospect_id}`, fields: ['reason'] },
    });
  }

  /** The commission, if this actor may read it. @throws not_found, the same for absent and out of sight */
  async getFor(actor: Actor, id: number): Promise<Commission> {
    await this.mustSee(actor, 'read', id);
    return this.get(id);
  }

  /** @throws not_found, the same for absent and out of sight */
  async mustSee(actor: Actor, action: CommissionAction, id: number): Promise<void> {
    const seen = await this.seen(actor, action, [id]);
    if (!seen.has(id)) throw notFound('commission');
  }

  /** Those of the ids with which this actor may do this. */
  async seen(actor: Actor, action: CommissionAction, ids: readonly number[]): Promise<Set<number>> {
    const parameters = new Parameters();
    const condition = sees(actor, 'commission', action, commissionOwnership('commission'), parameters);
    const rows = await this.tools.units.query<{ id: number }>(
      `SELECT id FROM commission WHERE id = ANY(${parameters.add(ids)}::int[]) AND ${condition}`,
      parameters.values,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * What a term's rows have earned already, without corrections. Inside a transaction only: whoever else calculates
   * for this policy waits for its end, so that two at once never both find nothing.
   */
  async earnedOn(policyId: number, term: number): Promise<EarnedRow[]> {
    await this.tools.units.query(`SELECT pg_advisory_xact_lock(hashtext('commission'), $1)`, [policyId]);
    return this.tools.units.query<EarnedRow>(
      `SELECT id, beneficiary_role, commission_type FROM commission
       WHERE policy_id = $1 AND term = $2 AND corrects_id IS NULL ORDER BY id`,
      [policyId, term],
    );
  }

  /** A term's rows without corrections as they stand, locked in the order of their ids. Inside a transaction only. */
  async lockEarnedOn(policyId: number, term: number): Promise<CommissionState[]> {
    const rows = await this.earnedOn(policyId, term);
    return this.tools.units.manager.find(CommissionRow, {
      where: { id: In(rows.map(({ id }) => id)) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** A term's rows without corrections, for reading. */
  listEarnedOn(policyId: number, term: number): Promise<CommissionState[]> {
    return this.tools.units.manager.find(CommissionRow, {
      where: { policy_id: policyId, term, corrects_id: IsNull() },
      order: { id: 'ASC' },
    });
  }

  /** The rows that correct these, by id. */
  correctionsOf(ids: readonly number[]): Promise<CommissionState[]> {
    return this.tools.units.manager.find(CommissionRow, { where: { corrects_id: In([...ids]) }, order: { id: 'ASC' } });
  }
}
