import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { forbiddenKey } from './json-body.js';
import { decodeUtf8, isPercentEncoded } from './utf-8.js';

/** Reads forms; a field sent twice is a list, which no field of ours is. What is not UTF-8 when decoded is refused, not guessed at. */
export function acceptFormBodies(app: NestFastifyApplication, bodyLimit: number): void {
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit }, (_request, body, done) => {
    const text = decodeUtf8(body as Buffer);
    if (text === undefined || !isPercentEncoded(text)) {
      return done(new DomainError('bad_request', 'The form cannot be read: percent-encode its fields as UTF-8, and a % itself as %25.'));
    }
    const fields = new URLSearchParams(text);
    if (fields.has('__proto__')) return done(forbiddenKey());
    const values = (name: string) => fields.getAll(name);
    done(null, Object.fromEntries([...fields.keys()].map((name) => [name, values(name).length > 1 ? values(name) : values(name)[0]])));
  });
}
