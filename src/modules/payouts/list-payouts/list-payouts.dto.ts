import { PAYOUT } from '../payout.table.js';
import { type ListOrder, ListQueryIn } from '../../../platform/http/answers/listing.js';

export const payoutOrder = {
  sorts: { created_at: { by: PAYOUT.created_at, type: 'timestamptz' }, total: { by: PAYOUT.total, type: 'numeric' } },
  defaultSort: '-created_at',
} satisfies ListOrder;

export class ListPayoutsDto extends ListQueryIn(payoutOrder) {}
