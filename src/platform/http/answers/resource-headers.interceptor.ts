import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { type Actor, RequestContext } from '../../context/request-context.js';
import { tagOfVersion } from './entity-tags.js';

const LOCATE = 'locate';

type Locate<Made> = (made: Made, actor: Actor | undefined) => string;

/** Where, below `/api/v1`, the caller reads what this route has made: sent as `Location` with every 201, and with its replays. */
export const MadeAt = <Made>(locate: Locate<Made>): MethodDecorator => SetMetadata(LOCATE, locate);

/** Gives every answer that is one versioned resource its `ETag`, and every 201 its `Location`. */
@Injectable()
export class ResourceHeadersInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly context: RequestContext,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const locate = this.reflector.get<Locate<unknown> | undefined>(LOCATE, context.getHandler());
    return next.handle().pipe(
      map((body: unknown) => {
        const version =
          body && typeof body === 'object' && !Array.isArray(body)
            ? (body as { version?: unknown }).version
            : undefined;
        if (typeof version === 'number') void reply.header('etag', tagOfVersion(version));
        if (locate && reply.statusCode === 201)
          void reply.header('location', `/api/v1${locate(body, this.context.maybeActor)}`);
        return body;
      }),
    );
  }
}
