import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Policies } from '../policies.js';

/** Notes that the prospect has been sent the confirmation of a term. */
export class RecordConfirmation extends Command<void> {
  constructor(
    readonly policyId: number,
    readonly term: number,
  ) {
    super();
  }
}

@CommandHandler(RecordConfirmation)
export class RecordConfirmationHandler implements ICommandHandler<RecordConfirmation> {
  constructor(private readonly policies: Policies) {}

  async execute({ policyId, term }: RecordConfirmation): Promise<void> {
    await this.policies.change(policyId, (policy, moment) => policy.recordConfirmation(term, moment));
  }
}
