import { Aggregate, type Fold, type Moment } from '../../kernel/aggregate.js';
import { DomainError } from '../../kernel/domain-error.js';
import { type FactOf } from '../../kernel/domain-event.js';
import { type CommissionEvent, type CommissionNamed } from './commission.events.js';
import { type CommissionState } from './commission.table.js';

/** What one beneficiary earns on one term of one policy, or what a correction takes back of it. */
export class Commission extends Aggregate<CommissionState, CommissionEvent> {
  protected readonly fold = foldCommission;

  calculate(earned: FactOf<CommissionEvent, 'CommissionCalculated'>['data'], moment: Moment): void {
    this.apply('CommissionCalculated', earned, moment);
  }

  clawBack(taken: FactOf<CommissionEvent, 'CommissionClawedBack'>['data'], moment: Moment): void {
    this.apply('CommissionClawedBack', taken, moment);
  }

  approve(approvedBy: number, moment: Moment): void {
    this.mustNotBeOnesOwn(approvedBy);
    this.mustStillBePending();
    this.apply('CommissionApproved', { ...this.named, approved_by: approvedBy }, moment);
  }

  reject(rejectedBy: number, reason: string, moment: Moment): void {
    this.mustNotBeOnesOwn(rejectedBy);
    this.mustStillBePending();
    this.apply('CommissionRejected', { ...this.named, rejected_by: rejectedBy, reason }, moment);
  }

  /** It no longer stands for anything, whoever decided what; one that is paid stays. */
  annul(reason: string, moment: Moment): void {
    const { status } = this.state;
    if (status === 'rejected' || status === 'paid') return;
    this.apply('CommissionRejected', { ...this.named, rejected_by: null, reason }, moment);
  }

  pay(payoutId: number, moment: Moment): void {
    const { status } = this.state;
    if (status !== 'approved') {
      throw new DomainError(
        'commission_not_payable',
        `Commission ${this.id} is ${status}; only approved ones are paid.`,
        { status },
      );
    }
    this.apply('CommissionPaid', { ...this.named, payout_id: payoutId }, moment);
  }

  private get named(): CommissionNamed {
    const { policy_id, policy_number, prospect_id, term, commission_type, beneficiary_id, beneficiary_role, amount } =
      this.state;
    return { policy_id, policy_number, prospect_id, term, commission_type, beneficiary_id, beneficiary_role, amount };
  }

  private mustNotBeOnesOwn(userId: number): void {
    if (this.state.beneficiary_id === userId) {
      throw new DomainError('own_commission', `Commission ${this.id} is your own: a superior decides on it.`);
    }
  }

  private mustStillBePending(): void {
    const { status } = this.state;
    if (status !== 'pending') {
      throw new DomainError('commission_not_pending', `Commission ${this.id} is ${status} already.`, { status });
    }
  }
}

export const foldCommission: Fold<CommissionState, CommissionEvent> = (state, event) => {
  const at = event.occurred_at;
  switch (event.type) {
    case 'CommissionCalculated':
    case 'CommissionClawedBack':
      return {
        ...event.data,
        status: 'pending',
        approved_by: null,
        approved_at: null,
        payout_id: null,
        paid_at: null,
        rejected_reason: null,
        created_at: at,
      };
    case 'CommissionApproved':
      return { ...state!, status: 'approved', approved_by: event.data.approved_by, approved_at: at };
    case 'CommissionRejected':
      return { ...state!, status: 'rejected', rejected_reason: event.data.reason };
    case 'CommissionPaid':
      return { ...state!, status: 'paid', payout_id: event.data.payout_id, paid_at: at };
  }
};
