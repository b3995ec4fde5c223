import { instant, int, money, none, nullable, text } from '../../kernel/fields.js';
import { aggregateColumns, type RowOf, table } from '../../platform/database/table.js';

export const PAYOUT = table('payout', {
  ...aggregateColumns,
  created_by: none(int),
  created_at: none(instant),
  /** As asked for, `month` or `2026-03`; null where the rows were named. */
  period: none(nullable(text)),
  total: none(money),
  /** How many commissions. */
  count: none(int),
});

export type PayoutState = RowOf<typeof PAYOUT>;

/** One commission in a payout. Its key is the commission: the database pays none twice. */
export const PAYOUT_ITEM = table(
  'payout_item',
  {
    commission_id: none(int),
    payout_id: none(int),
    beneficiary_id: none(int),
    /** Below 0.00 for what is set off. */
    amount: none(money),
  },
  { key: ['commission_id'] },
);

export type PayoutItem = Omit<RowOf<typeof PAYOUT_ITEM>, 'payout_id'>;
