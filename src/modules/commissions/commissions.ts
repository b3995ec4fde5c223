import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { type Actor } from '../../platform/context/request-context.js';
import { Parameters } from '../../platform/database/parameters.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Ownership, sees } from '../auth/index.js';
import { type BeneficiaryRole } from '../catalogue/index.js';
import { Commission, type CommissionState, type CommissionType } from './commission.js';
import { type CommissionEvent } from './commission.events.js';
import { CommissionRow } from './commission.table.js';

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
    super(tools, { aggregateType: 'commission', table: CommissionRow, aggregate: Commission });
  }

  /** The commission, if this actor may read it. @throws not_found, the same for absent and out of sight */
  async getFor(actor: Actor, id: number): Promise<Commission> {
    const parameters = new Parameters();
    const condition = sees(actor, 'commission', 'read', commissionOwnership('commission'), parameters);
    const [seen] = await this.tools.units.query(
      `SELECT 1 FROM commission WHERE id = ${parameters.add(id)} AND ${condition}`, parameters.values);
    if (!seen) throw notFound('commission');
    return this.get(id);
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
}
