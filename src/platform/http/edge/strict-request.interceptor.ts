import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { DomainError } from '../../../kernel/domain-error.js';
import { unknownField } from '../input/edge-validation.pipe.js';

/** Nest's numbers for what a handler's argument is taken from. */
const BODY = 3;
const QUERY = 4;

/** Refuses the fields of a body or query that the handler does not even look at; a DTO refuses its unknown ones itself. */
@Injectable()
export class StrictRequestInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const taken = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ??
      {}) as object;
    const takes = (kind: number) => Object.keys(taken).some((key) => key.startsWith(`${kind}:`));
    const fields = [
      ...(takes(QUERY) ? [] : Object.keys(request.query as object)),
      ...(takes(BODY) || !isPlain(request.body) ? [] : Object.keys(request.body)),
    ];
    if (fields.length > 0) {
      const errors = fields.map((field) => unknownField(field, []));
      throw new DomainError('unknown_field', errors.map((error) => error.message).join('; '), {}, errors);
    }
    return next.handle();
  }
}

function isPlain(body: unknown): body is object {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
}
