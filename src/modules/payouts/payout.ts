import { Aggregate, type Fold, type Moment } from '../../kernel/aggregate.js';
import { type PayoutEvent } from './payout.events.js';
import { type PayoutState } from './payout.table.js';

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
