import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { decodeUtf8 } from './utf-8.js';

/**
 * Reads JSON bodies as Fastify does, which refuses what would poison a prototype; but says so, instead of calling
 * well-formed JSON malformed. And no byte of the text is guessed at: what is not UTF-8 is no JSON (RFC 8259, section 8.1).
 */
export function acceptJsonBodies(app: NestFastifyApplication, bodyLimit: number): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', { bodyLimit }, (request, body, done) => {
    const text = decodeUtf8(body as Buffer);
    if (text === undefined) return done(new DomainError('malformed_json', 'The body is not UTF-8.'));
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

/** The refusal of a body that would poison a prototype. */
export function forbiddenKey(): Error {
  return invalidField(
    '',
    'forbidden_key',
    'no object may have a key named __proto__, or one named constructor with a prototype',
  );
}
