import { Inject, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config, publicUrl } from '../../../platform/config/config.js';
import { type AccessEntry } from '../access/may.js';
import { AccessLog } from '../access/access-log.js';
import { mustBePermitted } from '../access/permissions.js';
import { type SignedIn } from './signed-in.js';
import { Tokens } from './tokens.js';
import { Users } from '../users/users.js';

const COOKIE = 'crm_queues';
/** Under this name a browser takes it over https only. */
const SECURE_COOKIE = `__Secure-${COOKIE}`;
const IN_COOKIES = new RegExp(`(?:^|;)\\s*(?:__Secure-)?${COOKIE}=([\\w.-]+)`);
const BEARER = /^Bearer ([\w.-]+)$/i;

/**
 * Lets a browser's tab, which sends no bearer token, see pages that are not everybody's. The pass is a cookie that no
 * script reads and no other site's page sends; it ends with its session, and is worth no more than its owner is when it
 * is shown. What it opens must be there to be read only: a cookie comes along whoever caused the request.
 */
@Injectable()
export class BrowserPasses {
  constructor(
    private readonly tokens: Tokens,
    private readonly users: Users,
    private readonly accessLog: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A pass for whoever is signed in, to be sent as `Set-Cookie`, for one path and below; it lives as long as an access token. */
  issue({ id, session_id }: SignedIn, path: string, request: FastifyRequest): { cookie: string; seconds: number } {
    const isSecure = request.protocol === 'https' || publicUrl(this.config).startsWith('https:');
    const { seconds } = this.tokens;
    const token = this.tokens.sign('queues', id, session_id);
    const cookie = `${isSecure ? SECURE_COOKIE : COOKIE}=${token}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
    return { cookie, seconds };
  }

  /** Who comes with a pass, or with a bearer token as to any route. @throws unauthenticated, forbidden, mfa_enrolment_required */
  async admit(request: FastifyRequest, entry: Exclude<AccessEntry, 'open'>, isLogged: boolean): Promise<void> {
    const { authorization, cookie = '' } = request.headers;
    const claims =
      authorization === undefined
        ? await this.tokens.read('queues', IN_COOKIES.exec(cookie)?.[1] ?? '')
        : await this.tokens.read('access', BEARER.exec(authorization)?.[1] ?? '');
    const user = claims && (await this.users.findByClaims(claims));
    if (!user) {
      throw new DomainError(
        'unauthenticated',
        'Sign in as an admin, then POST /api/v1/auth/queue-board in the same browser: in /docs, for example.',
      );
    }
    if (isLogged) this.accessLog.begin(request, user, entry);
    mustBePermitted(user, entry, this.config.REQUIRE_MFA);
  }
}
