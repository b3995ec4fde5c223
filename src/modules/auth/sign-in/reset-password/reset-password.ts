import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DomainError, invalidField } from '../../../../kernel/domain-error.js';
import { RequestContext } from '../../../../platform/context/request-context.js';
import { OwnTransactions } from '../../../../platform/database/own-transactions.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { Passwords } from '../passwords.js';
import { Sessions } from '../sessions.js';
import { SignInThrottle } from '../sign-in-throttle.js';
import { Users } from '../../users/users.js';
import { ResetTokens } from './reset-tokens.js';

/** Sets a password anew with a token from the mail; every session of the user ends. */
@OwnTransactions('a password is hashed before')
export class ResetPassword extends Command<void> {
  constructor(
    readonly token: string,
    readonly newPassword: string,
  ) {
    super();
  }
}

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly tokens: ResetTokens,
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
    private readonly units: UnitOfWork,
    private readonly context: RequestContext,
  ) {}

  async execute({ token, newPassword }: ResetPassword): Promise<void> {
    const userId = await this.tokens.findUser(token);
    if (userId === undefined) throw notValid();
    const { state: user } = await this.users.get(userId);
    this.passwords.mustBeStrong('new_password', newPassword, user);
    const passwordHash = await this.passwords.hash(newPassword);
    await this.units.run(async () => {
      // The user's row first, as every sign-in and every other change of a password has it: in another order two at once could deadlock.
      await this.users.change(userId, (one, moment) => one.changePassword('reset', moment));
      if (!(await this.tokens.use(token, userId))) throw notValid();
      await this.users.setPassword(userId, passwordHash);
      await this.sessions.revoke(userId, {}, 'password_reset');
      // Whoever reads the user's mail is the owner: neither old guesses nor a new address hold them up.
      await this.throttle.forgive(user.username);
      await this.throttle.noteSuccess(user.username, this.context.ip);
    });
  }
}

function notValid(): DomainError {
  return invalidField(
    'token',
    'not_valid',
    'The token is unknown, was used, or is older than 30 minutes; ask for a new mail.',
  );
}
