import { type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { type FieldError, invalidFields, mergedFindings } from '../../../kernel/domain-error.js';
import { InvalidFields } from './edge-validation.pipe.js';

/**
 * What a use case asks of a body beyond the rules of its DTO, since it takes the clock, the database or another field.
 * With `@UseInterceptors` on the route, a refusal by the DTO names that as well, so that nobody mends one field to hear
 * of the next. A body that keeps the DTO's rules goes on to the use case, which asks the same by itself.
 */
export abstract class FurtherRules<Body extends object> implements NestInterceptor {
  /** What is wrong with the `sound` fields, which the DTO has nothing against; `given` holds all that were sent, sound or not. */
  protected abstract findings(
    sound: Partial<Body>,
    given: { [Field in keyof Body]?: unknown },
    request: FastifyRequest,
  ): FieldError[] | Promise<FieldError[]>;

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        if (!(error instanceof InvalidFields)) throw error;
        throw invalidFields(
          mergedFindings(error.errors, await this.findings(error.sound, request.body ?? {}, request)),
        );
      }),
    );
  }
}
