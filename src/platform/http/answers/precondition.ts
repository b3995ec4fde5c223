import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { type EntityTags, entityTags, matchStrongly, matchWeakly, tagOfVersion } from './entity-tags.js';

/** What a change asks of the version that it meets; empty: nothing. */
export interface Precondition {
  match?: EntityTags;
  noneMatch?: EntityTags;
}

/**
 * What `If-Match` and `If-None-Match` say. With `'required'`: 428 where `If-Match` is missing.
 * @throws bad_request for what is no list of entity tags
 */
export const IfMatch = createParamDecorator(
  (need: 'required' | 'optional', context: ExecutionContext): Precondition => {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const match = entityTags('If-Match', headers['if-match']);
    if (!match && need === 'required')
      throw new DomainError('precondition_required', 'Read the resource and send its ETag as If-Match.');
    return { match, noneMatch: entityTags('If-None-Match', headers['if-none-match']) };
  },
  [
    (target, key) => {
      const descriptor = Object.getOwnPropertyDescriptor(target, key!)!;
      ApiHeader({
        name: 'If-Match',
        required: false,
        schema: { type: 'string' },
        description:
          'The ETag of the version you read, or several of which one must be current; PATCH cannot do without.',
      })(target, key!, descriptor);
    },
  ],
);

/** Refuses a change that was decided on another version. @throws stale */
export function mustStandAt({ match, noneMatch }: Precondition, version: number): void {
  const tag = tagOfVersion(version);
  if (match && !matchStrongly(match, tag)) {
    throw new DomainError(
      'stale',
      `You changed version ${[match].flat().join(', ')}; the current one is ${tag}. Read it again.`,
    );
  }
  if (noneMatch && matchWeakly(noneMatch, tag))
    throw new DomainError('stale', `If-None-Match forbids to change version ${tag}, which is the current one.`);
}
