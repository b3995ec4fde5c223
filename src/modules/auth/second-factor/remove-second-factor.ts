import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { SecondFactors } from './second-factors.js';
import { mustHaveJustSignedIn, needsSecondFactor, type SignedIn } from '../sign-in/signed-in.js';
import { Users } from '../users/users.js';

/** Takes one's second factor away; nothing where there is none. */
export class RemoveSecondFactor extends Command<void> {
  constructor(readonly actor: SignedIn) {
    super();
  }
}

@CommandHandler(RemoveSecondFactor)
export class RemoveSecondFactorHandler implements ICommandHandler<RemoveSecondFactor> {
  constructor(
    private readonly users: Users,
    private readonly secondFactors: SecondFactors,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ actor }: RemoveSecondFactor): Promise<void> {
    if (needsSecondFactor(actor.role, this.config.REQUIRE_MFA)) {
      throw new DomainError('second_factor_required', `The role ${actor.role} works with a second factor only.`);
    }
    mustHaveJustSignedIn(actor, Date.now());
    await this.users.change(actor.id, (user, moment) => user.removeSecondFactor(moment));
    await this.secondFactors.remove(actor.id);
    this.users.forgetActors();
  }
}
