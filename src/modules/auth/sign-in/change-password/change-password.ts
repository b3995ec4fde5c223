import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DomainError, invalidField } from '../../../../kernel/domain-error.js';
import { RequestContext } from '../../../../platform/context/request-context.js';
import { OwnTransactions } from '../../../../platform/database/own-transactions.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { Passwords } from '../passwords.js';
import { ResetTokens } from '../reset-password/reset-tokens.js';
import { Sessions } from '../sessions.js';
import { type SignedIn } from '../signed-in.js';
import { SignInThrottle } from '../sign-in-throttle.js';
import { Users } from '../../users/users.js';

/** Replaces one's password; every other session of the user ends, and so does every reset that was asked for. */
@OwnTransactions('passwords are checked and hashed before, and a wrong one counts')
export class ChangePassword extends Command<void> {
  constructor(
    readonly actor: SignedIn,
    readonly currentPassword: string,
    readonly newPassword: string,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
    private readonly resets: ResetTokens,
    private readonly units: UnitOfWork,
    private readonly context: RequestContext,
  ) {}

  async execute({ actor, currentPassword, newPassword }: ChangePassword): Promise<void> {
    const user = (await this.users.findCredential(actor.id))!;
    const right = await this.throttle.guard(
      user.username,
      this.context.ip,
      async () => (await this.passwords.matches(currentPassword, user.password_hash)) || undefined,
    );
    if (!right) throw notPresent();
    if (newPassword.normalize('NFC') === currentPassword.normalize('NFC')) {
      throw invalidField('new_password', 'unchanged', 'new_password must differ from the present one.');
    }
    this.passwords.mustBeStrong('new_password', newPassword, user);
    const passwordHash = await this.passwords.hash(newPassword);
    await this.units.run(async () => {
      if (!(await this.users.holdUnchanged(user))) throw notPresent();
      await this.users.setPassword(actor.id, passwordHash);
      await this.resets.endAll(actor.id);
      await this.users.change(actor.id, (one, moment) => one.changePassword('oneself', moment));
      await this.sessions.revoke(actor.id, { allBut: actor.session_id }, 'password_changed');
      await this.throttle.forgive(user.username);
    });
  }
}

function notPresent(): DomainError {
  return invalidField('current_password', 'wrong_password', 'current_password is not your present password.');
}
