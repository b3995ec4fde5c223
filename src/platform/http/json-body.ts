import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { invalidField } from '../../kernel/domain-error.js';

/**
 * Reads JSON bodies as Fastify does, which refuses what would poison a prototype; but says so, instead of calling
 * well-formed JSON malformed.
 */
export function acceptJsonBodies(app: NestFastifyApplication, bodyLimit: number): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', { bodyLimit }, (request, body, done) => {
    const text = body.toString();
    void parse(request as never, text, (error, value) => done(error && isJson(text) ? forbiddenKey() : error, value));
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function forbiddenKey(): Error {
  return invalidField('', 'forbidden_key', 'no object may have a key named __proto__, or one named constructor with a prototype');
}
