import { type DomainEvent, type FactOf } from './domain-event.js';

/** What every aggregate's state holds; the row of its table is this state, column by column. */
export interface AggregateState {
  id: number;
  /** The version of the last event folded in; 0 before the first. */
  version: number;
}

/** The company's time as a decision sees it: an instant (ISO 8601 UTC) and the day in the company's time zone. */
export interface Moment {
  instant: string;
  today: string;
}

/** A pure function from a state and one fact to the next state; `undefined` is the state before the first fact. */
export type Fold<State extends AggregateState, Event extends DomainEvent> = (
  state: State | undefined,
  event: Event,
) => Omit<State, 'id' | 'version'>;

/**
 * Decides by recording facts; its state changes only in its fold. The verbs (`apply`, `getUncommittedEvents`,
 * `commit`) are those of Nest's AggregateRoot, without the framework.
 */
export abstract class Aggregate<State extends AggregateState, Event extends DomainEvent> {
  private readonly uncommitted: Event[] = [];
  private current: State | undefined;

  /** `state` is the row as read, or undefined for an aggregate about to record its first fact. */
  constructor(
    readonly id: number,
    state?: State,
  ) {
    this.current = state;
  }

  protected abstract readonly fold: Fold<State, Event>;

  /** The state after every fact so far. Throws before the first one. */
  get state(): Readonly<State> {
    if (!this.current) throw new Error(`${this.constructor.name} ${this.id} has no history yet`);
    return this.current;
  }

  get version(): number {
    return this.current?.version ?? 0;
  }

  /** Records a fact and folds it in. */
  protected apply<Type extends Event['type']>(type: Type, data: FactOf<Event, Type>['data'], moment: Moment): void {
    const event = { type, data, occurred_at: moment.instant } as unknown as Event;
    this.current = foldOne(this.fold, this.id, this.current, event);
    this.uncommitted.push(event);
  }

  /** Takes on the state that a history leads to, from its first fact on; records nothing. */
  replay(history: readonly Event[]): void {
    for (const event of history) this.current = foldOne(this.fold, this.id, this.current, event);
  }

  getUncommittedEvents(): readonly Event[] {
    return this.uncommitted;
  }

  /** Forgets the recorded facts, once they are stored. */
  commit(): void {
    this.uncommitted.length = 0;
  }
}

/** One step of a history: the state after `event`, with its id and version kept. */
export function foldOne<State extends AggregateState, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  id: number,
  state: State | undefined,
  event: Event,
): State {
  return { ...fold(state, event), id, version: (state?.version ?? 0) + 1 } as State;
}
