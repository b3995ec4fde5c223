import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DeadLetters } from '../../../queues/dead-letters.js';

export class SkipDelivery extends Command<void> {
  constructor(
    readonly eventId: string,
    readonly subscriber: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(SkipDelivery)
export class SkipDeliveryHandler implements ICommandHandler<SkipDelivery> {
  constructor(private readonly deadLetters: DeadLetters) {}

  execute({ eventId, subscriber, reason }: SkipDelivery): Promise<void> {
    return this.deadLetters.skip(eventId, subscriber, reason);
  }
}
