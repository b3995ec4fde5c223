import { type ListOrder, ListQueryIn } from '../../../platform/http/answers/listing.js';

export const payoutOrder = {
  sorts: { created_at: { sql: 'created_at', type: 'timestamptz' }, total: { sql: 'total', type: 'numeric' } },
  defaultSort: '-created_at',
} satisfies ListOrder;

export class ListPayoutsDto extends ListQueryIn(payoutOrder) {}
