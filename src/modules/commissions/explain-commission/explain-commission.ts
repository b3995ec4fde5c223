import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { type FactOf } from '../../../kernel/domain-event.js';
import { moneyToWire } from '../../../kernel/money.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { EventStore } from '../../../platform/event-store/event-store.js';
import { type PremiumBreakdown } from '../../eligibility/index.js';
import { Policies, type PolicyEvent } from '../../policies/index.js';
import { type CommissionState } from '../commission.table.js';
import { Commissions } from '../commissions.js';
import { type ExplanationDto } from './explain-commission.dto.js';
import { explain, type ExplainedTerm } from './explanation.js';

/** Where every cent of a commission comes from and where it went. */
export class ExplainCommission extends Query<ExplanationDto> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
  ) {
    super();
  }
}

@QueryHandler(ExplainCommission)
export class ExplainCommissionHandler implements IQueryHandler<ExplainCommission> {
  constructor(
    private readonly commissions: Commissions,
    private readonly policies: Policies,
    private readonly store: EventStore,
  ) {}

  async execute({ actor, id }: ExplainCommission): Promise<ExplanationDto> {
    const { state: row } = await this.commissions.see(actor, 'read', id);
    const corrected = row.corrects_id === null ? null : (await this.commissions.get(row.corrects_id)).state;
    const corrections = await this.commissions.correctionsOf([id]);
    const tree = explain(row, corrected, corrections, await this.term(actor, row));
    return {
      commission_id: row.id,
      policy_id: row.policy_id,
      policy_number: row.policy_number,
      term: row.term,
      commission_type: row.commission_type,
      beneficiary_id: row.beneficiary_id,
      beneficiary_role: row.beneficiary_role,
      status: row.status,
      amount: moneyToWire(row.amount),
      balance: moneyToWire(tree.value),
      tree,
      payout_lines: [row, ...corrections]
        .filter((one) => one.status === 'paid')
        .map((one) => ({
          commission_id: one.id,
          payout_id: one.payout_id!,
          amount: moneyToWire(one.amount),
          paid_at: one.paid_at!,
        })),
    };
  }

  /** The factors tell of health and work: they are for those who see the policy itself. */
  private async term(actor: Actor, row: CommissionState): Promise<ExplainedTerm> {
    const history = await this.store.history('policy', row.policy_id);
    let breakdown: PremiumBreakdown | null = null;
    let cancelled: ExplainedTerm['cancelled'] = null;
    for (const { event_type, data } of history) {
      if (event_type === 'PolicyCreated' || event_type === 'PolicyRenewed') {
        const begun = data as FactOf<PolicyEvent, 'PolicyCreated' | 'PolicyRenewed'>['data'];
        if (begun.term === row.term) breakdown = begun.premium_breakdown;
      } else if (event_type === 'PolicyCancelled') {
        cancelled =
          (data as FactOf<PolicyEvent, 'PolicyCancelled'>['data']).terms.find((one) => one.term === row.term) ?? null;
      }
    }
    return { breakdown: (await this.seesPolicy(actor, row.policy_id)) ? breakdown : null, cancelled };
  }

  private async seesPolicy(actor: Actor, policyId: number): Promise<boolean> {
    try {
      await this.policies.see(actor, 'read', policyId);
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}
