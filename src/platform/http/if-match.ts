import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';

/**
 * The version that `If-Match` names, or undefined for none (or `*`).
 * With `'required'`: 428 where the header is missing. @throws stale for anything that is no version of ours
 */
export const IfMatch = createParamDecorator((need: 'required' | 'optional', context: ExecutionContext): number | undefined => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) {
    if (need === 'required') throw new DomainError('precondition_required', 'Read the resource and send its ETag as If-Match.');
    return undefined;
  }
  if (header.trim() === '*') return undefined;
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (version === undefined) throw new DomainError('stale', 'If-Match names no version of this resource.');
  return Number(version);
}, [(target, key) => {
  const descriptor = Object.getOwnPropertyDescriptor(target, key!)!;
  ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the version you read; PATCH cannot do without.', schema: { type: 'string' } })(target, key!, descriptor);
}]);

/** Refuses a change that was decided on an older version. */
export function mustStandAt(expected: number | undefined, version: number): void {
  if (expected !== undefined && expected !== version) {
    throw new DomainError('stale', `You changed version ${expected}; the current one is ${version}. Read it again.`);
  }
}
