import { type CanActivate, type ExecutionContext, Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { RequestContext } from '../../../platform/context/request-context.js';
import { ACCESS_ENTRY } from '../../../platform/http/edge/open-route.js';
import { codeOf } from '../../../platform/http/problems/problem-code.js';
import { type AccessEntry } from './may.js';
import { AccessLog } from './access-log.js';
import { mustBePermitted, mustHaveSecondFactor } from './permissions.js';
import { bearerToken } from '../sign-in/jwt.strategy.js';
import { type SignedIn } from '../sign-in/signed-in.js';
import { Users } from '../users/users.js';
import { VerifiedTokens } from '../sign-in/verified-tokens.js';

/** Deny by default: a route is open by its own word, or its entry in the access table names the caller's role. */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly context: RequestContext,
    private readonly accessLog: AccessLog,
    private readonly users: Users,
    private readonly verified: VerifiedTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  override async canActivate(execution: ExecutionContext): Promise<boolean> {
    const entry = this.reflector.getAllAndOverride<AccessEntry | undefined>(ACCESS_ENTRY, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    const request = execution.switchToHttp().getRequest<FastifyRequest & { user?: SignedIn }>();
    this.context.ip = request.ip;
    if (entry === 'open') return this.recognise(execution, request);
    const signedIn = await this.authenticate(execution, request);
    if (entry) this.accessLog.begin(request, signedIn, entry);
    mustBePermitted(signedIn, entry, this.config.REQUIRE_MFA);
    this.context.actor = signedIn;
    return true;
  }

  /**
   * An open route heeds who comes, but an expired token is no reason to turn anybody away: refreshing is such a route. Nor is a
   * database that is away: a probe of health that brings a token still gets its answer.
   */
  private async recognise(
    execution: ExecutionContext,
    request: FastifyRequest & { user?: SignedIn },
  ): Promise<boolean> {
    if (!request.headers.authorization) return true;
    try {
      const signedIn = await this.authenticate(execution, request);
      mustHaveSecondFactor(signedIn, this.config.REQUIRE_MFA);
      this.context.actor = signedIn;
    } catch (error) {
      const isAnswered = error instanceof UnauthorizedException || error instanceof DomainError;
      if (!isAnswered && codeOf(error) !== 'unavailable') throw error;
    }
    return true;
  }

  /** Whose token the request brings. @throws UnauthorizedException */
  private async authenticate(
    execution: ExecutionContext,
    request: FastifyRequest & { user?: SignedIn },
  ): Promise<SignedIn> {
    const claims = this.verified.find(bearerToken(request));
    if (!claims) {
      await super.canActivate(execution);
      return request.user!;
    }
    const signedIn = await this.users.findByClaims(claims);
    if (!signedIn) throw new UnauthorizedException();
    request.user = signedIn;
    return signedIn;
  }
}
