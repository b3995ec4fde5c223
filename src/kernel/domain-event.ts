/** A fact, as an aggregate records it: past tense, complete enough to act on, immutable. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Readonly<Data>;
  /** Company time at which it became true, ISO 8601 UTC. */
  readonly occurred_at: string;
}

/** The union member of a set of facts by its type. */
export type FactOf<Event extends DomainEvent, Type extends Event['type']> = Extract<Event, { type: Type }>;

/** Who caused an event, through which door, and in which chain of causes. */
export interface EventMetadata {
  user_id: number | null;
  role: string | null;
  source: 'api' | 'worker' | 'cli';
  /** Real time of recording, ISO 8601 UTC (`occurred_at` is company time). */
  timestamp: string;
  /** The request id that began it all; the same in logs and problems. */
  correlation_id: string;
  /** The event that this one is a reaction to. */
  causation_id: string | null;
  ip: string | null;
  /** Where traces are on: the span that recorded it (W3C), so that reactions go on with its trace. */
  traceparent?: string;
}

/** A fact with its place in its stream: what the event store keeps and subscribers receive. */
export interface EventEnvelope<Data extends object = Record<string, unknown>> {
  event_id: string;
  event_type: string;
  aggregate_type: string;
  /** The aggregate's integer id as text. */
  aggregate_id: string;
  /** 1, 2, … within the aggregate, without gaps. */
  version: number;
  data: Data;
  metadata: EventMetadata;
  schema_version: number;
  occurred_at: string;
}
