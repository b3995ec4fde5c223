import { instant, int, json, none, nullable, text, uuid } from '../../kernel/fields.js';
import { type RowOf, table } from '../../platform/database/table.js';

/** What happened, as the feed tells of it: a fact, and whom and what it is about. */
export const ACTIVITY = table(
  'activity',
  {
    event_id: none(uuid),
    event_type: none(text),
    occurred_at: none(instant),
    prospect_id: none(nullable(int)),
    quote_id: none(nullable(int)),
    policy_id: none(nullable(int)),
    commission_id: none(nullable(int)),
    /** Who earns it; only they, and who leads them, see a commission's entries. */
    beneficiary_id: none(nullable(int)),
    /** Who caused it. */
    user_id: none(nullable(int)),
    /** Nothing personal: names are read from their rows when the feed is. */
    details: none(json<Record<string, unknown>>()),
  },
  { key: ['event_id'] },
);

export type ActivityRow = RowOf<typeof ACTIVITY>;
