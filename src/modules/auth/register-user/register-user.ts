import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Passwords } from '../passwords.js';
import { type Role } from '../roles.js';
import { Users } from '../users.js';

export interface NewUser {
  username: string;
  email: string;
  password: string;
  role: Role;
  supervisor_id: number | null;
}

/** Registers a user; `byAdmin` opens every role and a supervisor. */
export class RegisterUser extends Command<{ id: number }> {
  constructor(readonly user: NewUser, readonly byAdmin: boolean) {
    super();
  }
}

@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly units: UnitOfWork,
  ) {}

  async execute({ user, byAdmin }: RegisterUser): Promise<{ id: number }> {
    const { password, ...input } = user;
    if (!byAdmin) onlyAdminsGiveRank(input);
    const passwordHash = await this.passwords.hash(password);
    return this.units.run(async () => {
      const taken = await this.users.findTaken(input.username, input.email);
      if (taken) throw new DomainError(`${taken}_taken`, `This ${taken === 'email' ? 'e-mail address' : 'user name'} is taken.`);
      if (input.supervisor_id !== null && !(await this.users.find(input.supervisor_id))) {
        throw invalidField('supervisor_id', 'unknown_user', 'supervisor_id must be the id of a user');
      }
      const started = await this.users.start((one, moment) => one.register(input, moment));
      await this.users.setPassword(started.id, passwordHash);
      return { id: started.id };
    });
  }
}

function onlyAdminsGiveRank(input: { role: Role; supervisor_id: number | null }): void {
  if (input.role !== 'broker' && input.role !== 'affiliate') {
    throw new DomainError('forbidden', 'Only an admin registers users of this role; register as broker or affiliate.');
  }
  if (input.supervisor_id !== null) throw new DomainError('forbidden', 'Only an admin sets a supervisor; leave supervisor_id out.');
}
