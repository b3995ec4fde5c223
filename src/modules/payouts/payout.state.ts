import { type AggregateState } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';

export interface PayoutState extends AggregateState {
  created_by: number;
  created_at: string;
  /** As asked for, `month` or `2026-03`; null where the rows were named. */
  period: string | null;
  total: Money;
  /** How many commissions. */
  count: number;
}
