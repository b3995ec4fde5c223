import { instant, int, none, nullable, oneOf, text, uuid } from '../../kernel/fields.js';
import { table } from '../../platform/database/table.js';

export const mailStatuses = ['sending', 'sent', 'refused'] as const;

/** One mail about one event to one recipient, noted before it is handed over. */
export const MAIL = table(
  'mail',
  {
    event_id: none(uuid),
    template: none(text),
    /** `prospect:<id>` or `user:<id>`, never an address. */
    recipient: none(text),
    message_id: none(text),
    status: none(oneOf(mailStatuses)),
    attempts: none(int),
    /** When its last hand-over began; real time. */
    sending_at: none(instant),
    sent_at: none(nullable(instant)),
    last_error: none(nullable(text)),
  },
  { key: ['event_id', 'template', 'recipient'] },
);
