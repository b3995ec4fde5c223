import { Injectable } from '@nestjs/common';

/** Brings an event's data from one schema version to the next. Pure: the stored event stays as it was sealed. */
export type Upcaster = (data: Record<string, unknown>) => Record<string, unknown>;

/**
 * How events of older schemas are read. A module whose fact has changed its shape registers one upcaster per step at
 * boot; whoever reads an event then sees the newest shape, and new events are stored in it.
 */
@Injectable()
export class Upcasters {
  private readonly steps = new Map<string, Upcaster[]>();

  /** `from` 1 brings version 1 to 2. Register the steps of a type in order. @throws if one is left out */
  register(eventType: string, from: number, upcaster: Upcaster): void {
    const steps = this.steps.get(eventType) ?? [];
    if (from !== steps.length + 1)
      throw new Error(`${eventType}: the next step to register is from version ${steps.length + 1}`);
    this.steps.set(eventType, [...steps, upcaster]);
  }

  /** The schema version that this build writes and reads. */
  current(eventType: string): number {
    return (this.steps.get(eventType)?.length ?? 0) + 1;
  }

  /** The event in its newest shape; one newer than this build stays as it is. */
  lift<Event extends { event_type: string; schema_version: number; data: Record<string, unknown> }>(
    event: Event,
  ): Event {
    const steps = this.steps.get(event.event_type)?.slice(event.schema_version - 1) ?? [];
    if (steps.length === 0) return event;
    const data = steps.reduce((present, step) => step(present), event.data);
    return { ...event, data, schema_version: event.schema_version + steps.length };
  }
}
