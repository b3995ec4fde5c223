import { type EventEnvelope } from '../../kernel/domain-event.js';

/** What the collections publish: an envelope, and which of its fields are personal and whose they are. */
export interface RecordedEvent extends EventEnvelope {
  /** Sealed with this subject's key before anything is stored: the named fields of `data`, and `metadata.ip`. */
  personal: { subject: string; fields: readonly string[] } | null;
}

/** One event owed to one subscriber. */
export interface Owed {
  event_id: string;
  subscriber: string;
}

/** Stores the facts of one command and what they owe, inside its transaction; a throw rolls the command back. */
export abstract class FactRecorder {
  abstract record(events: readonly RecordedEvent[]): Promise<void>;
}
