import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, invalidFields } from '../../../../kernel/domain-error.js';
import { constraintOf } from '../../../../platform/database/database-error.js';
import { OwnTransactions } from '../../../../platform/database/own-transactions.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { Passwords } from '../../sign-in/passwords.js';
import { type Registration } from '../user.events.js';
import { Users } from '../users.js';
import { RegistrationRules } from './registration-rules.js';

export type NewUser = Registration & { password: string };

/** Registers a user; `byAdmin` opens every role and a supervisor. */
@OwnTransactions('a password is hashed before, and a name taken meanwhile is answered after')
export class RegisterUser extends Command<{ id: number }> {
  constructor(
    readonly user: NewUser,
    readonly byAdmin: boolean,
  ) {
    super();
  }
}

@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly rules: RegistrationRules,
    private readonly units: UnitOfWork,
  ) {}

  async execute({ user, byAdmin }: RegisterUser): Promise<{ id: number }> {
    const { password, ...input } = user;
    if (!byAdmin) onlyAdminsGiveRank(input);
    const findings = await this.rules.of(user);
    if (findings.length > 0) throw invalidFields(findings);
    const passwordHash = await this.passwords.hash(password);
    try {
      return await this.register(input, passwordHash);
    } catch (error) {
      // Two who ask for one name at once both find it free.
      const constraint = constraintOf(error);
      if (constraint === 'app_user_username') throw takenError('username');
      if (constraint === 'app_user_email') throw takenError('email');
      throw error;
    }
  }

  private register(input: Registration, passwordHash: string): Promise<{ id: number }> {
    return this.units.run(async () => {
      const taken = await this.users.findTaken(input.username, input.email);
      if (taken) throw takenError(taken);
      const started = await this.users.start((one, moment) => one.register(input, moment));
      await this.users.setPassword(started.id, passwordHash);
      return { id: started.id };
    });
  }
}

function takenError(which: 'username' | 'email'): DomainError {
  return new DomainError(`${which}_taken`, `This ${which === 'email' ? 'e-mail address' : 'user name'} is taken.`);
}

function onlyAdminsGiveRank(input: Registration): void {
  if (input.role !== 'broker' && input.role !== 'affiliate') {
    throw new DomainError('forbidden', 'Only an admin registers users of this role; register as broker or affiliate.');
  }
  if (input.supervisor_id !== null)
    throw new DomainError('forbidden', 'Only an admin sets a supervisor; leave supervisor_id out.');
}
