import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config } from '../../config/config.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** For two hours a browser need not ask again; none believes it for much longer. */
const MAX_AGE = 7200;

/** What scripts of another origin may read of an answer, beside what every script may. */
export const EXPOSED_HEADERS = [
  'Accept',
  'Accept-Encoding',
  'Accept-Ranges',
  'Allow',
  'Content-Disposition',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
  'X-Total-Count',
];

/**
 * Lets pages of the configured origins use the API from a browser: whatever header they send (it is named in the
 * preflight and allowed by name), every method, and never with cookies. Others get no permission of any kind.
 */
export function shareWithOrigins(app: NestFastifyApplication, { CORS_ORIGINS }: Pick<Config, 'CORS_ORIGINS'>): void {
  if (CORS_ORIGINS.length === 0) return;
  app.enableCors({
    origin: (origin: string | undefined, answer: (error: null, allowed: string | false) => void) =>
      answer(null, origin !== undefined && CORS_ORIGINS.includes(origin) && origin),
    methods: METHODS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: MAX_AGE,
    // An OPTIONS that is no preflight is nobody's mistake.
    strictPreflight: false,
  });
}
