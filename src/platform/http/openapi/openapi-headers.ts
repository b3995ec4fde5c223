import { type OpenAPIObject } from '@nestjs/swagger';
import { type Operation } from './openapi-problems.js';
import { resolve, type Schema } from './openapi-schemas.js';

interface Answer {
  headers?: Record<string, object>;
  content?: Record<string, { schema: Schema }>;
}

const text = (description: string, required: boolean) => ({ description, required, schema: { type: 'string' } });

const LIST = {
  'X-Total-Count': text('How many there are in all, exact up to 10,000; beyond it `10000+`.', true),
  Link: text('`rel="next"`: where the next page is; absent on the last one.', false),
};
const OF_STATUS: Record<string, Record<string, object>> = {
  201: { Location: text('Where to read what was made.', true) },
  401: { 'WWW-Authenticate': text('`Bearer`.', true) },
  415: { Accept: text('What to send instead.', true), 'Accept-Encoding': text('`identity`.', true) },
  429: { 'Retry-After': text('Seconds to wait.', true) },
  503: { 'Retry-After': text('Seconds to wait; absent where waiting does not help.', false) },
};

/** Describes the headers that an operation's answers carry beside their bodies. */
export function describeHeaders(document: OpenAPIObject, operation: Operation): void {
  const pages = (operation.parameters as { name: string }[]).some(({ name }) => name === 'skip');
  for (const [status, answer] of Object.entries(operation.responses as Record<string, Answer>)) {
    const schema = answer.content?.['application/json']?.schema;
    const headers = {
      ...OF_STATUS[status],
      ...(pages && schema?.type === 'array' ? LIST : {}),
      ...(status.startsWith('2') && schema ? etagOf(document, schema) : {}),
    };
    if (Object.keys(headers).length > 0) answer.headers = { ...answer.headers, ...headers };
  }
}

/** What is one versioned resource has an ETag; in a reduced view it may have none. */
function etagOf(document: OpenAPIObject, schema: Schema): Record<string, object> {
  const { oneOf, properties, required } = resolve(document, schema);
  if (oneOf) return oneOf.some((one) => 'ETag' in etagOf(document, one)) ? { ETag: etag(false) } : {};
  const { type, nullable } = properties?.version ?? {};
  return type === 'integer' && !nullable ? { ETag: etag(required!.includes('version')) } : {};
}

const etag = (required: boolean) => text('The version of the resource, for If-Match.', required);
