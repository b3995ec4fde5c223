import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { type FastifyInstance } from 'fastify';
import { entityTags, matchWeakly, tagOfBytes } from './entity-tags.js';

interface Revalidated {
  revalidates?: boolean;
}

/** Marks a route of Fastify whose answers are the same bytes until something else is published; for Nest's see `Revalidates`. */
export const REVALIDATED: Revalidated = { revalidates: true };

/**
 * Answers may be kept, and are asked for again by `If-None-Match`: files and what is published. Never what has a
 * version of its own: its body holds names and days that change without it.
 */
export const Revalidates = (): MethodDecorator =>
  applyDecorators(
    RouteConfig(REVALIDATED),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'ETags of what you have kept.',
      schema: { type: 'string' },
    }),
    ApiResponse({
      status: 304,
      description: 'One of the tags in If-None-Match is still the current one.',
      headers: { ETag: { required: true, schema: { type: 'string' } } },
    }),
  );

/** Tags the answers of such routes (by their bytes, where the route has not) and leaves the body out where the caller has it. */
export function answerRevalidations(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', async (request) => {
    // Refused before any work is done for it.
    if (isRevalidated(request.routeOptions.config)) entityTags('If-None-Match', request.headers['if-none-match']);
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200 || !isRevalidated(request.routeOptions.config)) return payload;
    const etag = (reply.getHeader('etag') as string | undefined) ?? tagOfBytes(payload as string);
    void reply.headers({ etag, 'cache-control': 'private, no-cache' });
    const tags = entityTags('If-None-Match', request.headers['if-none-match']);
    if (!tags || !matchWeakly(tags, etag)) return payload;
    void reply
      .status(304)
      .removeHeader('content-type')
      .removeHeader('content-length')
      .removeHeader('content-disposition');
    // Of HEAD, Fastify takes the body itself.
    return request.method === 'HEAD' ? payload : null;
  });
}

function isRevalidated(config: unknown): boolean {
  return (config as Revalidated | undefined)?.revalidates ?? false;
}
