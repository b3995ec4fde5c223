import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { EXPOSED_HEADERS } from '../../src/platform/http/edge/cross-origin.js';
import { type Answer, type Client } from '../support/client.js';
import { aProspect, MARCO, must } from '../support/journey.js';
import { System } from '../support/system.js';
import { type ApiOperation, fieldsOf, operationsOf, pathOf } from './support/document.js';

/** What an attacker would love to set. */
const PLANTED = {
  id: 1,
  role: 'admin',
  is_active: true,
  is_admin: true,
  version: 9,
  created_by: 1,
  status_code: 200,
  constructor: { prototype: {} },
};
const ORIGIN = 'https://frontend.example';

describe('hostile input at the edge', () => {
  let system: System;
  let admin: Client;
  let broker: Client;
  let operations: ApiOperation[];
  let port: number;

  beforeAll(async () => {
    system = await System.start({ worker: false, environment: { CORS_ORIGINS: ORIGIN } });
    [admin, broker] = await Promise.all([system.as('admin'), system.as('broker1')]);
    must(await broker.post('/prospects', MARCO), 201);
    operations = operationsOf(must(await admin.get('/openapi.json'), 200));
    port = Number(new URL(system.api.url).port);
  }, 120_000);
  afterAll(() => system?.stop(), 60_000);

  const expectProblem = (answer: Answer, status: number, code: string) => {
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at \w+ \(|SELECT|INSERT|\/src\//);
  };
  const raw = async (text: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (part) => (answer += part.toString()));
    socket.on('error', () => {});
    socket.write(text, 'latin1');
    await once(socket, 'close');
    return answer;
  };

  /** Sends parts without saying how many; a server that has heard enough answers, and may hang up while we still send. */
  const pour = (parts: Buffer[]): Promise<string> =>
    new Promise((resolve) => {
      const request = httpRequest(
        {
          port,
          method: 'POST',
          path: '/api/v1/prospects',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${broker.token}` },
        },
        (response) => {
          resolve(String(response.statusCode));
          request.destroy();
        },
      );
      request.on('error', () => resolve('hung up'));
      const more = (): void => {
        for (let part = parts.shift(); part; part = parts.shift())
          if (!request.write(part)) return void request.once('drain', more);
        request.end();
      };
      more();
    });

  describe('bodies', () => {
    it('refuses 50 MB, announced or streamed', async () => {
      const announced = await raw(
        `POST /api/v1/prospects HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${broker.token}\r\n` +
          'Content-Type: application/json\r\nConnection: close\r\nContent-Length: 52428800\r\n\r\n',
      );
      expect(announced).toMatch(/^HTTP\/1\.1 413 /);
      expect(announced).toContain('"code":"body_too_large"');

      const spaces = Buffer.alloc(64 * 1024, 0x20);
      expect(['413', 'hung up']).toContain(await pour(Array.from({ length: 800 }, () => spaces)));
      expect((await broker.get('/auth/me')).status).toBe(200);
    }, 30_000);

    it('refuses a million keys, whether it hears the answer or is hung up on', async () => {
      const body = Buffer.from(`{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',')}}`);
      expect(['413', 'hung up']).toContain(await pour([body]));
    }, 30_000);

    it.each([
      ['depth 100,000', '['.repeat(100_000), 400, 'malformed_json'],
      ['depth 50,000, closed', '['.repeat(50_000) + ']'.repeat(50_000), 422, 'validation_failed'],
      ['objects 10,000 deep', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), 422, 'validation_failed'],
      ['9,000 keys', `{${Array.from({ length: 9000 }, (_, n) => `"k${n}":1`).join(',')}}`, 422, 'validation_failed'],
      ['__proto__', '{"__proto__":{"role":"admin"}}', 422, 'validation_failed'],
      ['constructor.prototype', '{"constructor":{"prototype":{"role":"admin"}}}', 422, 'validation_failed'],
      ['NaN', '{"prospect_id":1,"insurance_type":"life","coverage_amount":NaN}', 400, 'malformed_json'],
      ['Infinity', '{"coverage_amount":Infinity}', 400, 'malformed_json'],
      ['half a document', '{"prospect_id":', 400, 'malformed_json'],
      ['nothing', '', 400, 'malformed_json'],
      ['1e308', '{"prospect_id":1,"insurance_type":"life","coverage_amount":1e308}', 422, 'validation_failed'],
      ['1e309', '{"prospect_id":1,"insurance_type":"life","coverage_amount":1e309}', 422, 'validation_failed'],
      ['−1', '{"prospect_id":1,"insurance_type":"life","coverage_amount":-1}', 422, 'validation_failed'],
      ['0', '{"prospect_id":1,"insurance_type":"life","coverage_amount":0}', 422, 'validation_failed'],
      ['three decimals', '{"prospect_id":1,"insurance_type":"life","coverage_amount":0.105}', 422, 'validation_failed'],
      ['an id of 1e308', '{"prospect_id":1e308,"insurance_type":"life","coverage_amount":1}', 422, 'validation_failed'],
      ['an id of 1.5', '{"prospect_id":1.5,"insurance_type":"life","coverage_amount":1}', 422, 'validation_failed'],
      ['an id as text', '{"prospect_id":"1","insurance_type":"life","coverage_amount":1}', 422, 'validation_failed'],
      ['a list', '[]', 422, 'validation_failed'],
      ['null', 'null', 422, 'validation_failed'],
      ['a text', '"x"', 422, 'validation_failed'],
    ])(
      'refuses %s',
      async (_what, body, status, code) => {
        expectProblem(await broker.post('/quotes/generate', body), status, code);
        expectProblem(
          await broker.post('/quotes/generate', body, {
            headers: { 'idempotency-key': `hostile-${_what.length}-${body.length}` },
          }),
          status,
          code,
        );
      },
      20_000,
    );

    it('refuses what is packed, bomb or not', async () => {
      const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, 0x20));
      expectProblem(
        await broker.post('/prospects', bomb, { headers: { 'content-encoding': 'gzip' } }),
        415,
        'unsupported_media_type',
      );
      expectProblem(
        await broker.post('/prospects', '{}', { headers: { 'content-encoding': 'br' } }),
        415,
        'unsupported_media_type',
      );
    });

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/javascript',
    ])('refuses %s', async (type) => {
      expectProblem(
        await broker.post('/prospects', 'x=1', { headers: { 'content-type': type } }),
        415,
        'unsupported_media_type',
      );
    });

    it('refuses fields that a DTO does not have, on every operation', async () => {
      const wrong: string[] = [];
      const takingJson = operations.filter((one) => one.method !== 'get' && one.method !== 'delete' && !one.takesPdf);
      for (const operation of takingJson) {
        const known = new Set(fieldsOf(operation.body).map(({ name }) => name));
        const { constructor: _, ...planted } = PLANTED;
        for (const name of Object.keys(planted).filter((field) => !known.has(field))) {
          const answer = await admin.send(
            operation.method.toUpperCase(),
            pathOf(operation),
            { [name]: (planted as any)[name] },
            { headers: { 'if-match': '"1"' } },
          );
          const told = answer.body.errors?.some((error: any) => error.field === name && error.code === 'unknown_field');
          if (answer.status !== 422 || !told)
            wrong.push(`${operation.name} takes ${name}: ${answer.status} ${answer.body.code}`);
        }
      }
      expect(wrong).toEqual([]);
    }, 60_000);

    it('refuses unknown query parameters on every operation', async () => {
      const wrong: string[] = [];
      for (const operation of operations.filter((one) => one.method === 'get')) {
        const answer = await admin.get(`${pathOf(operation)}?is_admin=true`);
        const told = answer.body.errors?.some(
          (error: any) => error.field === 'is_admin' && error.code === 'unknown_field',
        );
        if (answer.status !== 422 || !told) wrong.push(`${operation.name}: ${answer.status} ${answer.body.code}`);
      }
      expect(wrong).toEqual([]);
    }, 60_000);

    it('refuses control characters in every text of every operation', async () => {
      const wrong: string[] = [];
      let tried = 0;
      for (const operation of operations.filter((one) => one.body)) {
        const texts = fieldsOf(operation.body).filter(
          ({ name, schema }) => schema.type === 'string' && !name.endsWith('password'),
        );
        for (const { name } of texts) {
          for (const character of ['\u0000', '\u001b', '\u0085', '\u007f']) {
            const answer = await admin.send(
              operation.method.toUpperCase(),
              pathOf(operation),
              { [name]: `a${character}b` },
              { headers: { 'if-match': '"1"' } },
            );
            tried += 1;
            const told = answer.body.errors?.some(
              (error: any) => error.field === name && error.code === 'control_characters',
            );
            if (answer.status !== 422 || !told)
              wrong.push(`${operation.name} ${name} U+${character.charCodeAt(0).toString(16)}: ${answer.status}`);
          }
        }
        for (const parameter of operation.query.filter((one) => one.schema.type === 'string')) {
          const body = operation.method === 'get' ? undefined : {};
          const answer = await admin.send(
            operation.method.toUpperCase(),
            `${pathOf(operation)}?${parameter.name}=a%00b`,
            body,
          );
          if (answer.status !== 422) wrong.push(`${operation.name} ?${parameter.name}: ${answer.status}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(tried).toBeGreaterThan(80);
    }, 60_000);

    it('takes line breaks in notes, trims, and brings to NFC', async () => {
      const id = await aProspect(broker, { first_name: '  Jose\u0301 ', notes: 'one\r\n\ttwo ' });
      expect(must(await broker.get(`/prospects/${id}`), 200)).toMatchObject({
        first_name: 'Jos\u00e9',
        notes: 'one\r\n\ttwo',
      });
      expectProblem(await broker.post('/prospects', { ...MARCO, first_name: 'a\ud800' }), 422, 'validation_failed');
    });
  });

  describe('bytes and letters', () => {
    const BAD = {
      'Latin-1': 'e9',
      overlong: 'c0af',
      'a surrogate': 'eda080',
      'cut off': 'c3',
      'beyond Unicode': 'f5808080',
    };
    const LONE = String.fromCharCode(0xd800);
    const jsonWith = (hex: string) =>
      Buffer.concat([Buffer.from('{"username":"Jos'), Buffer.from(hex, 'hex'), Buffer.from('","password":"x"}')]);
    const login = (body: unknown, type: string) =>
      system.anonymous().send('POST', '/auth/login', body, { headers: { 'content-type': type } });
    const FORM = 'application/x-www-form-urlencoded';
    const percent = (hex: string) => hex.replace(/../g, '%$&');
    const events = async () => (await system.query('SELECT count(*) AS n FROM event_store'))[0].n as number;

    it.each(Object.entries(BAD))('refuses %s bytes at every door, and keeps nothing', async (_, hex) => {
      const before = await events();
      expectProblem(await broker.post('/prospects', jsonWith(hex)), 400, 'malformed_json');
      expectProblem(await login(jsonWith(hex), 'application/json'), 400, 'malformed_json');
      expectProblem(
        await login(Buffer.concat([Buffer.from('username=a&password='), Buffer.from(hex, 'hex')]), FORM),
        400,
        'bad_request',
      );
      expectProblem(await login(`username=a&password=${percent(hex)}`, FORM), 400, 'bad_request');
      expectProblem(await login(`username=a&password=b&${percent(hex)}=c`, FORM), 400, 'bad_request');
      for (const path of [
        `/prospects?q=${percent(hex)}`,
        `/prospects?${percent(hex)}=1`,
        `/prospects/${percent(hex)}`,
        `/problems/${percent(hex)}`,
        `/${percent(hex)}`,
      ]) {
        expectProblem(await broker.get(path), 400, 'bad_request');
      }
      const bytes = Buffer.from(hex, 'hex').toString('latin1');
      for (const path of [`/api/v1/prospects?q=${bytes}`, `/api/v1/problems/${bytes}`]) {
        expect(
          await raw(
            `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${broker.token}\r\nConnection: close\r\n\r\n`,
          ),
        ).toMatch(/^HTTP\/1\.1 400 /);
      }
      expect(await events()).toBe(before);
    });

    it.each(['utf-16', 'UTF-16LE', 'iso-8859-1', '"latin1"', 'utf-7', 'windows-1252'])(
      'refuses a body in %s',
      async (charset) => {
        expectProblem(
          await broker.post('/prospects', MARCO, {
            headers: { 'content-type': `application/json; charset=${charset}` },
          }),
          415,
          'unsupported_media_type',
        );
        expectProblem(
          await login('username=a&password=b', `${FORM};charset=${charset}`),
          415,
          'unsupported_media_type',
        );
      },
    );

    it('takes UTF-8 under its names, and a byte order mark', async () => {
      for (const charset of ['utf-8', 'UTF-8', 'utf8', '"utf-8"']) {
        must(
          await broker.post('/prospects', MARCO, {
            headers: { 'content-type': `application/json;charset=${charset}` },
          }),
          201,
        );
        must(await login('username=broker1&password=correct-horse-battery-staple', `${FORM}; charset=${charset}`), 200);
      }
      must(await broker.post('/prospects', `\ufeff${JSON.stringify(MARCO)}`), 201);
    });

    it.each([true, false])('refuses UTF-16, byte order mark: %s', async (marked) => {
      const body = Buffer.from(`${marked ? '\ufeff' : ''}${JSON.stringify(MARCO)}`, 'utf16le');
      for (const bytes of [body, Buffer.from(body).swap16()])
        expectProblem(await broker.post('/prospects', bytes), 400, 'malformed_json');
    });

    it('refuses half a letter in any text, key or password', async () => {
      const told = async (answer: Answer) => {
        expectProblem(answer, 422, 'validation_failed');
        expect(answer.body.errors).toContainEqual(expect.objectContaining({ code: 'ill_formed' }));
      };
      await told(await broker.post('/prospects', { ...MARCO, notes: `a${LONE}` }));
      await told(await broker.post('/prospects', { ...MARCO, [`a${LONE}`]: 1 }));
      await told(await system.anonymous().post('/auth/login', { username: 'broker1', password: `a${LONE}` }));
      await told(
        await broker.post('/auth/password', { current_password: LONE, new_password: `seven-quiet-lanterns${LONE}` }),
      );
    });

    it('reads no percent sign that encodes nothing', async () => {
      for (const path of ['/prospects?q=100%', '/prospects?q=%zz', '/prospects/%ZZ', '/problems/%'])
        expectProblem(await broker.get(path), 400, 'bad_request');
      expectProblem(await login('username=a&password=100%', FORM), 400, 'bad_request');
    });

    it('takes no bytes beyond ASCII in a header that it reads', async () => {
      const send = (header: string) =>
        raw(
          `POST /api/v1/prospects HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${broker.token}\r\nContent-Type: application/json\r\n` +
            `${header}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`,
        );
      expect(await send('Idempotency-Key: schl\u00fcssel-0001')).toContain('"code":"idempotency_key"');
      expect(await send('X-Request-Id: r\u00e9f')).toMatch(/x-request-id: [0-9a-f-]{36}/i);
      const { id } = must(await broker.post('/prospects', MARCO), 201);
      const stale = await raw(
        `PATCH /api/v1/prospects/${id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${broker.token}\r\nContent-Type: application/json\r\n` +
          'If-Match: "1\u00e9"\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
      );
      expect(stale).toMatch(/^HTTP\/1\.1 4(12|00) /);
    });

    it('reads a form with one name fifty thousand times as it reads any other', async () => {
      const { status, body } = await login('a&'.repeat(45_000), FORM);
      expect([status, body.errors.map(({ field }: any) => field)]).toEqual([422, ['a', 'username', 'password']]);
    });

    it('finds nothing in a text that shows nothing, and drops what cannot be seen', async () => {
      for (const nothing of ['\u200b', '\u2800', '\u3164', '\u00ad\u2060', '\u{e0041}', '\ufe0f']) {
        const { body } = await broker.post('/prospects', { ...MARCO, first_name: nothing, last_name: ` ${nothing} ` });
        expect(body.errors?.map((error: any) => `${error.field} ${error.code}`)).toEqual([
          'first_name is_not_empty',
          'last_name is_not_empty',
        ]);
      }
      const pasted = must(
        await broker.post('/prospects', {
          ...MARCO,
          first_name: '\u200bMa\u00adrco\u2060',
          email: 'mar\u200bco.rossi\u200d@example.com\ufeff',
          phone: '+39\u200b 333 1234567\u200e',
          birth_date: '1985-12-10',
          tax_code: 'RSS\u200dMRA 85T10\u2060 A562S',
        }),
        201,
      );
      expect(pasted).toMatchObject({
        first_name: 'Marco',
        email: 'marco.rossi@example.com',
        phone: '+393331234567',
        tax_code: 'RSSMRA85T10A562S',
      });
      const user = (email: string, username: string) =>
        admin.post('/auth/register', { username, email, password: 'seven-quiet-lanterns-drift' });
      must(await user('zero.width@example.com', 'zero.width'), 201);
      expectProblem(await user('zero\u200b.width@example.com', 'zero.width2'), 409, 'email_taken');
      expectProblem(await user('zero.width2@example.com', 'zero\u200d.width'), 422, 'validation_failed');
    });
  });

  it('says of every value of the wrong kind which kind it must be, whatever else is wrong', async () => {
    const KINDS: Record<string, [RegExp, (value: unknown) => boolean]> = {
      string: [/is_string$/, (value) => typeof value === 'string'],
      integer: [/is_int$/, Number.isInteger],
      number: [/is_(number|int)$/, (value) => typeof value === 'number'],
      boolean: [/is_boolean$/, (value) => typeof value === 'boolean'],
      array: [/is_array$/, Array.isArray],
    };
    const wrong: string[] = [];
    let tried = 0;
    for (const operation of operations.filter((one) => one.body)) {
      for (const value of ['x', 5, true, [], {}]) {
        const fields = fieldsOf(operation.body).filter(
          ({ schema }) => KINDS[schema.type!] && !KINDS[schema.type!]![1](value),
        );
        const body = { ...Object.fromEntries(fields.map(({ name }) => [name, value])), colour: 'blue' };
        const answer = await admin.send(operation.method.toUpperCase(), pathOf(operation), body, {
          headers: { 'if-match': '"1"' },
        });
        const told: string[] = (answer.body.errors ?? []).map((error: any) => `${error.field} ${error.code}`);
        for (const { name, schema } of [...fields, { name: 'colour', schema: undefined }]) {
          tried += 1;
          const of = told.filter((one) => one.startsWith(`${name} `));
          const right =
            of.length === 1 && (schema ? KINDS[schema.type!]![0].test(of[0]!) : of[0] === 'colour unknown_field');
          if (!right)
            wrong.push(`${operation.name} ${JSON.stringify(value)} as ${name}: ${answer.status} ${told.join(', ')}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(200);
  }, 60_000);

  describe('lists', () => {
    const MADE_UP = [
      '',
      'x',
      5,
      1e300,
      -0.5,
      '2026-13-45',
      '2026-02-30T00:00:00Z',
      'infinity',
      'NaN',
      '\u0000',
      '9'.repeat(30),
      '1e400',
      "';--",
    ];
    const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

    it('are sorted by none but their own fields, and go on after no made-up row', async () => {
      const lists = operations.filter(({ query }) => query.some(({ name }) => name === 'sort'));
      expect(lists.length).toBeGreaterThan(5);
      const wrong: string[] = [];
      let tried = 0;
      const ask = async (operation: ApiOperation, query: string, code: string, may = [422]) => {
        const answer = await admin.get(`${pathOf(operation)}?${query}`);
        tried += 1;
        const right = may.includes(answer.status) && (answer.status === 200 || answer.body.errors?.[0].code === code);
        if (!right) wrong.push(`${operation.name}?${query}: ${answer.status} ${JSON.stringify(answer.body.errors)}`);
        return answer;
      };
      for (const list of lists) {
        const { body } = await ask(list, 'sort=x', 'unknown_sort');
        const fields = /one of ([\w, ]+), with/.exec(body.detail)![1]!.split(', ');
        for (const sort of [
          'toString',
          '__proto__',
          'constructor',
          '-',
          `--${fields[0]}`,
          `${fields[0]}%3B`,
          `${fields[0]},${fields[0]}`,
          'id',
          'email',
        ]) {
          await ask(list, `sort=${sort}`, 'unknown_sort');
        }
        for (const field of fields) {
          // Any text may stand in a list of texts, any number in one of numbers.
          const may = /_at$|^at$|_until$|_date$/.test(field) ? [422] : [200, 422];
          for (const value of MADE_UP)
            await ask(list, `sort=${field}&cursor=${cursorOf(field, value, 1)}`, 'invalid_cursor', may);
        }
        for (const cursor of [
          'x',
          cursorOf(),
          cursorOf(fields[0]),
          cursorOf(fields[0], '2026-01-01T00:00:00Z', 1e300),
          cursorOf('email', 'a', 1),
          cursorOf(['a']),
        ]) {
          await ask(list, `sort=${fields[0]}&cursor=${cursor}`, 'invalid_cursor');
        }
      }
      expect(wrong).toEqual([]);
      expect(tried).toBeGreaterThan(300);
    }, 60_000);
  });

  describe('addresses and methods', () => {
    it.each([
      '/prospects/abc',
      '/prospects/0',
      '/prospects/-1',
      '/prospects/1.5',
      '/prospects/1e3',
      '/prospects/2147483648',
      '/prospects/99999999999999999999',
      '/prospects/%00',
      '/prospects/1%00',
      '/prospects/%20',
      "/prospects/1'--",
      '/prospects/..%2f..%2fetc',
      '/problems/__proto__',
      '/problems/constructor',
      '/problems/%00',
      '/catalogue/versions/%00',
      '/eligibility/rules/%00/life',
      '/nowhere',
    ])('answers 404 at %s', async (path) => expectProblem(await broker.get(path), 404, 'not_found'));

    it('answers 404 for every id that is no integer, on every operation', async () => {
      for (const operation of operations.filter((one) => one.ids.length > 0)) {
        const answer = await admin.send(
          operation.method.toUpperCase(),
          pathOf(operation, 'abc'),
          operation.body ? {} : undefined,
          { headers: { 'if-match': '"1"' } },
        );
        expect([operation.name, answer.status]).toEqual([
          operation.name,
          operation.body && answer.status === 422 ? 422 : 404,
        ]);
      }
    }, 30_000);

    it.each(['/docs/../x', '/docs/%2e%2e/x', '/docs/..%2fx', '/docs/..%5cx'])(
      'answers 404 at %s, which would climb out of a folder',
      async (path) => {
        const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        expect(answer).toMatch(/^HTTP\/1\.1 404 /);
        expect(answer).toContain('"code":"not_found"');
      },
    );

    it('leads from the root to the documentation', async () => {
      const answer = await fetch(system.api.url, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/docs']);
    });

    it('answers 400 where the address cannot be read', async () => {
      expectProblem(await broker.get('/prospects/%zz'), 400, 'bad_request');
    });

    it('tolerates one trailing slash', async () => {
      expect((await broker.get('/prospects/')).status).toBe(200);
      expect((await broker.get('/auth/me/')).body.username).toBe('broker1');
    });

    it.each([
      ['PUT', '/prospects'],
      ['DELETE', '/quotes/1'],
      ['PATCH', '/auth/login'],
      ['POST', '/dashboard'],
    ])('answers 405 to %s %s', async (method, path) => {
      const answer = await broker.send(method, path, undefined);
      expectProblem(answer, 405, 'method_not_allowed');
      expect(answer.headers.get('allow')).toMatch(/GET|POST/);
    });

    it.each([
      ['no HTTP at all', 'EHLO mail\r\n\r\n', 400],
      ['an unknown version', 'GET / HTTP/9.9\r\n\r\n', 400],
      [
        'two lengths',
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n',
        400,
      ],
      [
        'length and chunks',
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
        400,
      ],
      ['no host', 'GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
      ['two hosts', 'GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nHost: y\r\nConnection: close\r\n\r\n', 400],
      [
        'an unknown coding',
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n',
        400,
      ],
      [
        'a length with a sign',
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\nabcde',
        400,
      ],
      ['a folded header', 'GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n', 400],
      [
        'a strange expectation',
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nExpect: a-miracle\r\nContent-Length: 2\r\n\r\n{}',
        400,
      ],
      ['TRACE', 'TRACE /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 405],
      [
        'headers of 64 KB',
        `GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'a'.repeat(64 * 1024)}\r\n\r\n`,
        431,
      ],
    ])('answers a problem to %s', async (_what, text, status) => {
      const answer = await raw(text);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).toMatch(/content-type: application\/problem\+json/i);
      expect(answer).toMatch(/x-request-id: /i);
    });
  });

  it('lives on after a strange expectation right behind another request, and answers both in their order', async () => {
    const first = 'GET /api/v1/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const answers = await raw(
      `${first}POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nExpect: a-miracle\r\nContent-Length: 2\r\n\r\n{}`,
    );
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    expect((await broker.get('/health/live')).status).toBe(200);
  });

  describe('headers', () => {
    it('says nothing of the server, and forbids what a browser should not do', async () => {
      const { headers } = await broker.get('/auth/me');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000; includeSubDomains/);
      for (const directive of [
        "default-src 'self'",
        "script-src 'self';",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]) {
        expect(headers.get('content-security-policy')).toContain(directive);
      }
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
      expect((await fetch(`${system.api.url}/docs`)).headers.get('content-security-policy')).toContain(
        `style-src 'self' 'unsafe-inline'`,
      );
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('cache-control')).toMatch(/no-store/);
    });

    it('carries a request id in and out, and makes its own of an unfit one', async () => {
      const given = await broker.get('/prospects/abc', { headers: { 'x-request-id': 'front-end:42' } });
      expect([given.headers.get('x-request-id'), given.body.request_id]).toEqual(['front-end:42', 'front-end:42']);
      for (const unfit of ['a b', '"><script>', 'x'.repeat(129), 'é']) {
        const { headers } = await broker.get('/auth/me', { headers: { 'x-request-id': unfit } });
        expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      }
      const { id } = must(await broker.post('/prospects', MARCO, { headers: { 'x-request-id': 'traced-0001' } }), 201);
      const [event] = await system.query(
        `SELECT metadata->>'correlation_id' AS traced FROM event_store WHERE aggregate_type = 'prospect' AND aggregate_id = $1`,
        [String(id)],
      );
      expect(event.traced).toBe('traced-0001');
    });

    it('lets nothing be injected into a header', async () => {
      const { headers } = await broker.get('/prospects?limit=1&q=rossi%0d%0aset-cookie:%20a=b');
      expect(headers.get('set-cookie')).toBeNull();
      await aProspect(broker);
      const link = (await broker.get('/prospects?limit=1&sort=%2Dcreated_at')).headers.get('link');
      expect(link).toMatch(/^<\/api\/v1\/prospects\?[\w%&=.-]*>; rel="next"$/);
    });

    it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])(
      'lets pages of the configured origins %s, with any header, for two hours, and never with cookies',
      async (method) => {
        const preflight = (origin: string) =>
          broker.send('OPTIONS', '/prospects/1', undefined, {
            headers: {
              origin,
              'access-control-request-method': method,
              'access-control-request-headers': 'authorization,if-match,idempotency-key,traceparent,x-sandbox',
            },
          });
        const permissions = (answer: Answer) =>
          [...answer.headers]
            .filter(([name]) => name.startsWith('access-control-'))
            .map(([name, value]) => `${name}: ${value}`);
        const ours = await preflight(ORIGIN);
        expect([ours.status, ...permissions(ours)].sort()).toEqual(
          [
            204,
            'access-control-allow-headers: authorization,if-match,idempotency-key,traceparent,x-sandbox',
            'access-control-allow-methods: GET, HEAD, POST, PUT, PATCH, DELETE',
            `access-control-allow-origin: ${ORIGIN}`,
            `access-control-expose-headers: ${EXPOSED_HEADERS.join(', ')}`,
            'access-control-max-age: 7200',
          ].sort(),
        );
        for (const stranger of [
          'https://evil.example',
          `${ORIGIN}.evil.example`,
          'null',
          ORIGIN.toUpperCase(),
          `${ORIGIN}:443`,
        ]) {
          const answer = await preflight(stranger);
          expect([stranger, permissions(answer), answer.headers.get('vary')]).toEqual([stranger, [], 'Origin']);
        }
      },
    );

    it('lets such a page read refusals too, wherever they come from, and tells caches on whom an answer hangs', async () => {
      const answers: [number, Promise<Answer>][] = [
        [200, broker.get('/auth/me', { headers: { origin: ORIGIN } })],
        [401, system.anonymous().get('/auth/me', { headers: { origin: ORIGIN } })],
        [403, broker.get('/operations/deliveries', { headers: { origin: ORIGIN } })],
        [404, broker.get('/prospects/2000000000', { headers: { origin: ORIGIN } })],
        [404, broker.get('/nowhere', { headers: { origin: ORIGIN } })],
        [405, broker.delete('/quotes', { headers: { origin: ORIGIN } })],
        [
          409,
          broker.post(
            '/prospects/1/status',
            { status: 'contacted' },
            { headers: { origin: ORIGIN, 'x-sandbox': 'status_not_reachable' } },
          ),
        ],
        [413, broker.post('/prospects', 'x'.repeat(200_000), { headers: { origin: ORIGIN } })],
        [415, broker.post('/prospects', '<a/>', { headers: { origin: ORIGIN, 'content-type': 'application/xml' } })],
        [422, broker.get('/prospects?surprise=1', { headers: { origin: ORIGIN } })],
        [428, broker.patch('/prospects/1', {}, { headers: { origin: ORIGIN } })],
        [429, broker.post('/auth/password', {}, { headers: { origin: ORIGIN, 'x-sandbox': 'too_many_requests' } })],
        [503, broker.get('/prospects', { headers: { origin: ORIGIN, 'x-sandbox': 'unavailable' } })],
      ];
      for (const [status, promise] of answers) {
        const answer = await promise;
        const { headers } = answer;
        expect([
          answer.status,
          headers.get('access-control-allow-origin'),
          headers.get('access-control-allow-credentials'),
          headers.get('vary'),
        ]).toEqual([status, ORIGIN, null, 'Origin']);
        expect(headers.get('access-control-expose-headers')).toBe(EXPOSED_HEADERS.join(', '));
      }
      expect((await broker.get('/auth/me')).headers.get('vary')).toBe('Origin');
    });

    it('says what a path takes: to OPTIONS, and where the method or the body is another', async () => {
      const options = await broker.send('OPTIONS', '/prospects/1', undefined);
      expect([options.status, options.headers.get('allow'), options.bytes.length]).toEqual([
        204,
        'DELETE, GET, HEAD, OPTIONS, PATCH, PUT',
        0,
      ]);
      expect((await broker.send('OPTIONS', '/nowhere', undefined)).status).toBe(404);
      expect((await broker.delete('/prospects')).headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
      const xml = { headers: { 'content-type': 'application/xml' } };
      expect((await broker.post('/prospects', '<a/>', xml)).headers.get('accept')).toBe('application/json');
      expect((await broker.post('/contracts/verify', '<a/>', xml)).headers.get('accept')).toBe('application/pdf');
      expect(
        (await broker.post('/prospects', '{}', { headers: { 'content-encoding': 'gzip' } })).headers.get(
          'accept-encoding',
        ),
      ).toBe('identity');
    });

    it('answers under its own names alone, but to probes', async () => {
      const ask = async (target: string, host: string) => {
        const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
        return `${/^HTTP\/1\.1 (\d+)/.exec(answer)![1]} ${/"code":"(\w+)"/.exec(answer)?.[1] ?? ''}`.trim();
      };
      for (const target of ['/api/v1/auth/me', '/', '/docs', '/queues', '/api/v1/openapi.json', '/nowhere']) {
        expect([target, await ask(target, 'rebound.evil.example')]).toEqual([target, '421 misdirected_request']);
      }
      expect(await ask('/api/v1/auth/me', 'localhost:12345')).toBe('401 unauthenticated');
      expect(await ask('/health/ready', '10.42.0.7:3000')).toBe('200');
      expect(await ask('/metrics', '10.42.0.7:3000')).toBe('200');
      expect(await ask('/api/v1/problems', 'local host')).toBe('400 bad_request');
      // The target's host counts, and the path is what it would be without it.
      expect(await ask('http://rebound.evil.example/api/v1/problems', 'localhost')).toBe('421 misdirected_request');
      expect(await ask('http://localhost/health/ready', 'rebound.evil.example')).toBe('200');
      const nowhere = await raw(
        'GET http://localhost/api/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      );
      expect(nowhere).toContain('"instance":"/api/v1/nowhere"');
    });

    it('lets nobody keep an answer, however its address is written', async () => {
      for (const path of [
        '/api/v1/auth/me',
        '/%61pi/v1/auth/me',
        '/api/v1/%61uth/me',
        '/api/v1/nowhere',
        '/nowhere',
        '/health',
      ]) {
        const answer = await fetch(`${system.api.url}${path}`, {
          headers: { authorization: `Bearer ${broker.token}` },
        });
        expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
      }
    });

    it('answers HEAD like GET, without a body', async () => {
      const answer = await broker.send('HEAD', '/auth/me', undefined);
      expect([answer.status, answer.bytes.length]).toEqual([200, 0]);
    });
  });

  it('hangs up on slow loris: headers after 10 s, a body after 15 s', async () => {
    const drip = async (head: string) => {
      const began = performance.now();
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.on('data', (part) => (answer += part.toString()));
      socket.on('error', () => {});
      socket.write(head);
      const drops = setInterval(() => socket.writable && socket.write('a'), 1000);
      await once(socket, 'close');
      clearInterval(drops);
      return { answer, seconds: (performance.now() - began) / 1000 };
    };
    const [headers, body] = await Promise.all([
      drip('GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: '),
      drip(
        `POST /api/v1/prospects HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${broker.token}\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n`,
      ),
    ]);
    expect(headers.answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(body.answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(headers.answer).toContain('"code":"request_timeout"');
    expect(headers.seconds).toBeLessThan(20);
    expect(body.seconds).toBeLessThan(30);
  }, 60_000);
});
