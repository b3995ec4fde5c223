import { type AggregateState, type Fold, foldOne } from '../../kernel/aggregate.js';
import { type DomainEvent, type EventEnvelope } from '../../kernel/domain-event.js';

type Told = Pick<EventEnvelope, 'event_type' | 'data' | 'occurred_at'>;

/** The state that a stream's events, in order, lead to; undefined for none. */
export function foldHistory<State extends AggregateState, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  id: number,
  history: readonly Told[],
): State | undefined {
  let state: State | undefined;
  for (const event of history) state = foldOne(fold, id, state, factOf<Event>(event));
  return state;
}

/** A stored event as the fold reads it. */
export function factOf<Event extends DomainEvent>({ event_type, data, occurred_at }: Told): Event {
  return { type: event_type, data, occurred_at } as unknown as Event;
}
