import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { mustHaveJustSignedIn, type SignedIn } from '../sign-in/signed-in.js';
import { SecondFactors } from './second-factors.js';
import { base32, otpauthUri } from './totp.js';
import { Users } from '../users/users.js';
import { type EnrolmentDto } from './second-factor.dto.js';

/** Begins an enrolment: a secret that counts once one of its codes has confirmed it. */
export class EnrolSecondFactor extends Command<EnrolmentDto> {
  constructor(readonly actor: SignedIn) {
    super();
  }
}

@CommandHandler(EnrolSecondFactor)
export class EnrolSecondFactorHandler implements ICommandHandler<EnrolSecondFactor> {
  constructor(
    private readonly users: Users,
    private readonly secondFactors: SecondFactors,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ actor }: EnrolSecondFactor): Promise<EnrolmentDto> {
    mustHaveJustSignedIn(actor, Date.now());
    const { state } = await this.users.get(actor.id);
    if (state.second_factor)
      throw new DomainError('second_factor_exists', 'A second factor is enrolled; remove it before enrolling another.');
    const secret = await this.secondFactors.begin(actor.id);
    return { otpauth_uri: otpauthUri(secret, this.config.COMPANY_NAME, actor.username), secret: base32(secret) };
  }
}
