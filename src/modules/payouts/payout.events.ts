import { type DomainEvent } from '../../kernel/domain-event.js';
import { type Money } from '../../kernel/money.js';
import { type PayoutState } from './payout.state.js';

/** One commission in a payout; below 0.00 for what is set off. */
export interface PayoutItem {
  commission_id: number;
  beneficiary_id: number;
  amount: Money;
}

export type PayoutEvent = DomainEvent<
  'PayoutMade',
  Omit<PayoutState, 'id' | 'version' | 'created_at'> & { items: PayoutItem[] }
>;
