import { Aggregate, type AggregateState, type Fold, type Moment } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { type PayoutEvent } from './payout.events.js';

export interface PayoutState extends AggregateState {
  created_by: number;
  created_at: string;
  /** As asked for, `month` or `2026-03`; null where the rows were named. */
  period: string | null;
  total: Money;
  /** How many commissions. */
  count: number;
}

/** Commissions paid together, each of them once and for all. */
export class Payout extends Aggregate<PayoutState, PayoutEvent> {
  protected readonly fold = foldPayout;

  make(made: PayoutEvent['data'], moment: Moment): void {
    this.apply('PayoutMade', made, moment);
  }
}

export const foldPayout: Fold<PayoutState, PayoutEvent> = (_state, event) => {
  const { items: _, ...made } = event.data;
  return { ...made, created_at: event.occurred_at };
};
