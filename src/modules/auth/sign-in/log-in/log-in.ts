import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../../kernel/domain-error.js';
import { RequestContext } from '../../../../platform/context/request-context.js';
import { OwnTransactions } from '../../../../platform/database/own-transactions.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { BackgroundWork } from '../background-work.js';
import { FailedSignIns } from '../failed-sign-ins.js';
import { type TokenDto } from './log-in.dto.js';
import { Passwords } from '../passwords.js';
import { SecondFactors } from '../../second-factor/second-factors.js';
import { Sessions } from '../sessions.js';
import { SignInThrottle } from '../sign-in-throttle.js';
import { Tokens } from '../tokens.js';
import { type LogInFailure, type SecondProof } from '../../users/user.events.js';
import { type Credential, Users } from '../../users/users.js';

@OwnTransactions('a password is checked before, and a failure counts although nothing else is written')
export class LogIn extends Command<TokenDto> {
  constructor(
    readonly username: string,
    readonly password: string,
    readonly otp?: string,
  ) {
    super();
  }
}

type Refusal = 'wrong_credentials' | 'wrong_otp';

const REFUSALS: Record<Refusal, string> = {
  wrong_credentials: 'User name or password is wrong.',
  wrong_otp: 'The code is wrong, or was used before.',
};

@CommandHandler(LogIn)
export class LogInHandler implements ICommandHandler<LogIn> {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly secondFactors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly tokens: Tokens,
    private readonly throttle: SignInThrottle,
    private readonly background: BackgroundWork,
    private readonly failures: FailedSignIns,
    private readonly units: UnitOfWork,
    private readonly context: RequestContext,
  ) {}

  async execute({ username, password, otp }: LogIn): Promise<TokenDto> {
    if (this.passwords.isPublic(password)) {
      throw new DomainError(
        'wrong_credentials',
        'The password of the demo users opens nothing where others can come in. ' +
          'Set one of your own (POST /api/v1/auth/password/forgot), or start the system with HOST=127.0.0.1.',
      );
    }
    let refusal: Refusal = 'wrong_credentials';
    const tokens = await this.throttle.guard(username, this.context.ip, async () => {
      const user = await this.withPassword(username, password);
      if (!user) return undefined;
      if (user.second_factor && !otp)
        throw new DomainError('otp_required', 'Send the code of your authenticator, or a recovery code, as otp.');
      const opened = await this.open(user, otp);
      if (!opened) refusal = 'wrong_otp';
      return opened;
    });
    if (!tokens) throw new DomainError(refusal, REFUSALS[refusal]);
    return tokens;
  }

  /** The active user of this name and password. A known and an unknown name take the same work until the answer. */
  private async withPassword(username: string, password: string): Promise<Credential | undefined> {
    const known = await this.users.findByUsername(username);
    const right = await this.passwords.matches(password, known?.password_hash);
    if (known?.is_active && right) return known;
    this.failures.count(known ? 'known' : 'unknown');
    if (known) this.noteFailure(known.id, right ? 'inactive' : 'wrong_password');
    return undefined;
  }

  private async open(user: Credential, otp: string | undefined): Promise<TokenDto | undefined> {
    const opened = await this.units.run(async () => {
      if (!(await this.users.holdUnchanged(user)))
        throw new DomainError('wrong_credentials', REFUSALS.wrong_credentials);
      const proof: SecondProof | undefined = user.second_factor
        ? await this.secondFactors.prove(user.id, otp!)
        : 'none';
      if (!proof) return undefined;
      const session = await this.sessions.open(user.id);
      await this.users.change(user.id, (one, moment) => one.logIn(session.sessionId, proof, moment));
      await this.throttle.noteSuccess(user.username, this.context.ip);
      return session;
    });
    if (!opened) {
      this.failures.count('known');
      this.noteFailure(user.id, 'wrong_otp');
    }
    return opened && this.tokens.pair(user.id, opened);
  }

  private noteFailure(userId: number, reason: LogInFailure): void {
    this.background.run(() => this.users.change(userId, (user, moment) => user.failLogIn(reason, moment)));
  }
}
