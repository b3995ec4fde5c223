import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { type Actor, RequestContext } from '../../platform/context/request-context.js';
import { ACCESS_ENTRY } from '../../platform/http/open-route.js';
import { type AccessEntry } from './access.js';
import { scopeOf } from './access-table.js';

/** Deny by default: a route is open by its own word, or its entry in the access table names the caller's role. */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly context: RequestContext,
  ) {
    super();
  }

  override async canActivate(execution: ExecutionContext): Promise<boolean> {
    const entry = this.reflector.getAllAndOverride<AccessEntry | undefined>(ACCESS_ENTRY, [execution.getHandler(), execution.getClass()]);
    const request = execution.switchToHttp().getRequest<FastifyRequest & { user?: Actor }>();
    this.context.ip = request.ip;
    if (entry === 'open' && !request.headers.authorization) return true;
    await super.canActivate(execution);
    this.context.actor = request.user!;
    if (entry === 'open') return true;
    if (!entry || !scopeOf(request.user!.role, entry.resource, entry.action)) {
      throw new DomainError('forbidden', `The role ${request.user!.role} may not do this.`);
    }
    return true;
  }
}
