import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { DomainError } from '../../../kernel/domain-error.js';

const BODY_LIMIT = 5 * 1024 * 1024;

/** The route takes a PDF as its body, up to 5 MB: `request.body` is then a Buffer. */
export const TakesPdf = (): MethodDecorator => RouteConfig({ takes: 'application/pdf' });

/** Reads PDF bodies for the routes that take them; elsewhere they are refused before a byte is read. */
export function acceptPdfBodies(app: NestFastifyApplication): void {
  app.useBodyParser('application/pdf', { bodyLimit: BODY_LIMIT }, (_request, body, done) => done(null, body));
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request) => {
      const isPdf = /^\s*application\/pdf\b/i.test(request.headers['content-type'] ?? '');
      const { takes } = (request.routeOptions.config ?? {}) as { takes?: string };
      if (isPdf !== (takes === 'application/pdf')) {
        throw new DomainError(
          'unsupported_media_type',
          takes ? 'Send the PDF itself as application/pdf.' : 'This route takes no PDF.',
        );
      }
    });
}
