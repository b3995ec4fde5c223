import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

/** Gives every answer that is one versioned resource its ETag. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((body: unknown) => {
      const version = body && typeof body === 'object' && !Array.isArray(body) ? (body as { version?: unknown }).version : undefined;
      if (typeof version === 'number') void reply.header('etag', `"${version}"`);
      return body;
    }));
  }
}
