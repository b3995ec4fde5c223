import { v7 } from 'uuid';

/** A new UUID v7: unique, and sortable by the (real) time it was made. */
export function newEventId(): string {
  return v7();
}
