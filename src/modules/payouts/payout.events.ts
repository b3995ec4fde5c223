import { type EventOf, fact } from '../../kernel/fact.js';
import { json, none, without } from '../../kernel/fields.js';
import { fieldsOf } from '../../platform/database/table.js';
import { PAYOUT, type PayoutItem } from './payout.table.js';

export const PAYOUT_MADE = fact('PayoutMade', {
  ...without(fieldsOf(PAYOUT), 'id', 'version', 'created_at'),
  items: none(json<PayoutItem[]>()),
});

export type PayoutEvent = EventOf<typeof PAYOUT_MADE>;
