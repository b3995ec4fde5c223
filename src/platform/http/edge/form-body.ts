import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { forbiddenKey } from './json-body.js';
import { decodeUtf8, isPercentEncoded } from './utf-8.js';

/** Reads forms; a field sent twice is a list, which no field of ours is. What is not UTF-8 when decoded is refused, not guessed at. */
export function acceptFormBodies(app: NestFastifyApplication, bodyLimit: number): void {
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit }, (_request, body, done) => {
    const text = decodeUtf8(body as Buffer);
    if (text === undefined || !isPercentEncoded(text)) {
      return done(
        new DomainError(
          'bad_request',
          'The form cannot be read: percent-encode its fields as UTF-8, and a % itself as %25.',
        ),
      );
    }
    const fields = new URLSearchParams(text);
    if (fields.has('__proto__')) return done(forbiddenKey());
    done(
      null,
      Object.fromEntries([...together(fields)].map(([name, values]) => [name, values.length > 1 ? values : values[0]])),
    );
  });
}

/** Each name with its values, in one walk: a form may have one name fifty thousand times. */
function together(fields: URLSearchParams): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}
