import { describe, expect, it } from '@jest/globals';
import { type OpenAPIObject } from '@nestjs/swagger';
import { breakingChanges, unannouncedBreaks } from './openapi-compare.js';

const quote = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, status: { type: 'string', enum: ['draft', 'sent'] } },
};
const order = {
  type: 'object',
  required: ['amount'],
  properties: {
    amount: { type: 'number' },
    note: { type: 'string' },
    kind: { type: 'string', enum: ['life', 'auto'] },
  },
};

/** The parts of a document that the changes below reach into. */
interface Draft {
  paths: Record<
    string,
    { get?: { parameters: { required: boolean }[] }; post: { responses: Record<number, unknown> } }
  >;
  components: {
    schemas: Record<
      'Quote' | 'Order',
      { required: string[]; properties: Record<string, { type: string; enum?: string[] }> }
    >;
  };
}

function aDocument(change: (document: Draft) => void = () => {}): OpenAPIObject {
  const document = structuredClone({
    openapi: '3.0.0',
    info: { title: 't', version: '1.0.0' },
    components: { schemas: { Quote: quote, Order: order } },
    paths: {
      '/quotes': {
        get: {
          parameters: [{ in: 'query', name: 'limit', required: false, schema: { type: 'number' } }],
          responses: {
            200: {
              content: {
                'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Quote' } } },
              },
            },
          },
        },
        post: {
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
          responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Quote' } } } } },
        },
      },
    },
  });
  change(document as never);
  return document as never;
}

describe('what breaks a client', () => {
  it.each<[string, (document: Draft) => void]>([
    ['nothing', () => {}],
    [
      'a new path',
      (document) => {
        document.paths['/more'] = document.paths['/quotes']!;
      },
    ],
    [
      'a new answer field',
      (document) => {
        document.components.schemas.Quote.properties.more = { type: 'string' };
      },
    ],
    [
      'a new optional request field',
      (document) => {
        document.components.schemas.Order.properties.more = { type: 'string' };
      },
    ],
    [
      'a request field no longer required',
      (document) => {
        document.components.schemas.Order.required = [];
      },
    ],
  ])('%s: no', (_what, change) => {
    expect(breakingChanges(aDocument(), aDocument(change))).toEqual([]);
  });

  it.each<[string, (document: Draft) => void, string]>([
    [
      'an operation gone',
      (document) => {
        delete document.paths['/quotes']!.get;
      },
      'GET /quotes is gone',
    ],
    [
      'a path gone',
      (document) => {
        delete document.paths['/quotes'];
      },
      'GET /quotes is gone',
    ],
    [
      'an answer field gone',
      (document) => {
        delete document.components.schemas.Quote.properties.status;
      },
      'GET /quotes: 200 field [].status is gone',
    ],
    [
      'an answer field of another type',
      (document) => {
        document.components.schemas.Quote.properties.id!.type = 'string';
      },
      'GET /quotes: 200 field [].id was number, is string',
    ],
    [
      'a new required request field',
      (document) => {
        document.components.schemas.Order.required.push('note');
      },
      'POST /quotes: request field note is required now',
    ],
    [
      'a request field gone',
      (document) => {
        delete document.components.schemas.Order.properties.note;
      },
      'POST /quotes: request field note is no longer taken',
    ],
    [
      'a choice gone',
      (document) => {
        document.components.schemas.Order.properties.kind!.enum = ['life'];
      },
      'POST /quotes: request field kind no longer takes "auto"',
    ],
    [
      'a parameter required',
      (document) => {
        document.paths['/quotes']!.get!.parameters[0]!.required = true;
      },
      'GET /quotes: parameter query limit is required now',
    ],
    [
      'another success status',
      (document) => {
        document.paths['/quotes']!.post.responses = { 200: document.paths['/quotes']!.post.responses[201] };
      },
      'POST /quotes: 201 is no longer answered',
    ],
  ])('%s: yes', (_what, change, expected) => {
    expect(breakingChanges(aDocument(), aDocument(change))).toContain(expected);
  });

  it.each([
    ['1.0.0', false],
    ['1.9.0', false],
    ['0.9.0', false],
    ['2.0.0', true],
    ['10.0.0', true],
  ])('may do so in version %s: %s', (version, may) => {
    const broken = aDocument((draft) => {
      delete draft.components.schemas.Quote.properties.status;
    });
    broken.info.version = version;
    expect(unannouncedBreaks(aDocument(), broken)).toHaveLength(may ? 0 : 2);
    expect(unannouncedBreaks(aDocument(), aDocument())).toEqual([]);
  });
});
