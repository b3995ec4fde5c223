import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { Passwords } from '../passwords.js';
import { Tokens } from '../tokens.js';
import { Users } from '../users.js';
import { type TokenDto } from './log-in.dto.js';

export class LogIn extends Command<TokenDto> {
  constructor(readonly username: string, readonly password: string) {
    super();
  }
}

@CommandHandler(LogIn)
export class LogInHandler implements ICommandHandler<LogIn> {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly tokens: Tokens,
  ) {}

  async execute({ username, password }: LogIn): Promise<TokenDto> {
    const known = await this.users.findByUsername(username);
    const right = await this.passwords.matches(password, known?.password_hash);
    if (!known?.is_active || !right) {
      if (known) await this.users.change(known.id, (user, moment) => user.failLogIn(moment));
      throw new DomainError('wrong_credentials', 'User name or password is wrong.');
    }
    await this.users.change(known.id, (user, moment) => user.logIn(moment));
    return this.tokens.issue(known.id);
  }
}
