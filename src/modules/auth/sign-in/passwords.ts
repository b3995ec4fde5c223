import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import { type FieldError, invalidFields } from '../../../kernel/domain-error.js';
import { CONFIG, type Config, waysIn } from '../../../platform/config/config.js';
import { Semaphore } from '../../../platform/semaphore.js';
import { passwordWeakness } from './password-strength.js';

/** Of every demo user, and known to everybody. */
export const DEMO_PASSWORD = 'correct-horse-battery-staple';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes and checks passwords, two at a time so that a burst of sign-ins cannot take all memory and cores. */
@Injectable()
export class Passwords implements OnModuleInit {
  private readonly gate = new Semaphore(2);
  private decoy: string;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'HOST' | 'PUBLIC_URL' | 'ALLOWED_HOSTS' | 'COMPANY_NAME'>,
  ) {}

  async onModuleInit(): Promise<void> {
    this.decoy = await this.hash('the hash that an unknown user name is checked against');
  }

  hash(password: string): Promise<string> {
    return this.gate.run(() => hash(password.normalize('NFC'), OPTIONS));
  }

  /** Without a hash (no such user) it takes the same time and is false. */
  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    const right = await this.gate.run(() => verify(passwordHash ?? this.decoy, password.normalize('NFC'), OPTIONS));
    return right && passwordHash !== undefined;
  }

  /** Why a password is easy to guess, as a finding on `field`; none where it is not. */
  findings(field: string, password: string, owner: { username?: string; email?: string }): FieldError[] {
    const words = [owner.username, owner.email, this.config.COMPANY_NAME].filter((word) => word !== undefined);
    const weakness = this.isPublic(password)
      ? {
          code: 'too_common',
          message: 'The password is that of the demo users, which everybody knows; choose another.',
        }
      : passwordWeakness(password, words);
    return weakness ? [{ field, ...weakness }] : [];
  }

  /** The demo's, where others than this machine can come: whoever had it before, it opens nothing. */
  isPublic(password: string): boolean {
    return password === DEMO_PASSWORD && waysIn(this.config).length > 0;
  }

  /** Refuses what is easy to guess. @throws validation_failed naming `field` and why */
  mustBeStrong(field: string, password: string, owner: { username: string; email: string }): void {
    const findings = this.findings(field, password, owner);
    if (findings.length > 0) throw invalidFields(findings);
  }
}
