import { fact } from '../kernel/fact.js';
import { int, none, text, uuid } from '../kernel/fields.js';

const delivery = {
  event_id: none(uuid),
  subscriber: none(text),
  event_type: none(text),
  aggregate_type: none(text),
  aggregate_id: none(text),
  attempts: none(int),
  /** The last error's words, or the admin's; without personal data as far as we word it, shown to admins alone. */
  reason: none(text),
};

export const DELIVERY_DIED = fact('DeliveryDied', delivery);
export const DELIVERY_REDRIVEN = fact('DeliveryRedriven', delivery);
export const DELIVERY_SKIPPED = fact('DeliverySkipped', delivery);

export type DeliveryFact = typeof DELIVERY_DIED | typeof DELIVERY_REDRIVEN | typeof DELIVERY_SKIPPED;
