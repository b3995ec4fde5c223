import { type IEventPublisher } from '@nestjs/cqrs';
import { type FactHandler, type RecordedEvent } from './recorded-event.js';

/**
 * The CQRS EventBus's publisher. Unlike the default one it awaits its handlers, one after the other, within
 * the caller's transaction, so that a fact is stored and forwarded with the change it tells of, or neither is.
 */
export class AwaitingPublisher implements IEventPublisher<RecordedEvent> {
  constructor(private readonly handlers: readonly FactHandler[]) {}

  async publish(event: unknown): Promise<void> {
    await this.publishAll([event as RecordedEvent]);
  }

  async publishAll(events: unknown[]): Promise<void> {
    for (const handler of this.handlers) await handler.handle(events as RecordedEvent[]);
  }
}
