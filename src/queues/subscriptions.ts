import { type Fact } from '../kernel/fact.js';

/** One queue, and its one subscriber: which facts it receives, and how often it is tried before it is given up. */
export interface QueueLine {
  /** `any` is every fact but those of users. */
  on: readonly Fact[] | 'any';
  /** Tries before the delivery is dead and waits for an admin. */
  attempts: number;
}

/** Every queue by name, and what it is owed. */
export class Subscriptions {
  constructor(private readonly lines: Readonly<Record<string, QueueLine>>) {}

  get names(): string[] {
    return Object.keys(this.lines);
  }

  /** undefined where there is no queue of that name. */
  line(name: string): QueueLine | undefined {
    return this.lines[name];
  }

  /** The names of the facts that a queue receives. */
  factsOf(name: string): string[] | 'any' {
    const on = this.lines[name]?.on ?? [];
    return on === 'any' ? 'any' : on.map((fact) => fact.name);
  }

  /** The subscribers that an event of this type and aggregate is owed to. */
  subscribersOf(eventType: string, aggregateType: string): string[] {
    return this.names.filter((name) => {
      const { on } = this.lines[name]!;
      return on === 'any' ? aggregateType !== 'user' : on.some((fact) => fact.name === eventType);
    });
  }
}
