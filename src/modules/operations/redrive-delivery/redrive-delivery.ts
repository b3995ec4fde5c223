import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DeadLetters } from '../../../queues/dead-letters.js';

export class RedriveDelivery extends Command<void> {
  constructor(
    readonly eventId: string,
    readonly subscriber: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(RedriveDelivery)
export class RedriveDeliveryHandler implements ICommandHandler<RedriveDelivery> {
  constructor(private readonly deadLetters: DeadLetters) {}

  execute({ eventId, subscriber, reason }: RedriveDelivery): Promise<void> {
    return this.deadLetters.redrive(eventId, subscriber, reason);
  }
}
