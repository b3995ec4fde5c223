import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { type Answer, Client } from '../../support/client.js';
import { must } from '../../support/journey.js';
import { Program } from '../../support/program.js';
import { type System } from '../../support/system.js';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { type Cast } from './cast.js';
import { type Contract } from './contract.js';
import { type ApiOperation, examplePathOf } from './document.js';

interface Stage {
  system: System;
  cast: Cast;
  contract: Contract;
}

/** The tests that bring about, at every operation that documents it, what has nothing to do with its own business. */
export function provokeAnywhere(stage: () => Stage): void {
  const documenting = (code: string) => stage().contract.operations.filter(({ problems }) => problems.includes(code));

  /** Fails with every operation that did not answer with this code when it was provoked. */
  async function everywhere(code: string, provoke: (operation: ApiOperation) => Promise<Answer>): Promise<void> {
    const operations = documenting(code);
    const answers = await Promise.all(operations.map(provoke));
    expect(
      operations
        .map(({ name }, index) => `${name} ${answers[index]!.body?.code ?? answers[index]!.status}`)
        .filter((one) => !one.endsWith(` ${code}`)),
    ).toEqual([]);
    stage().contract.nothingWrong();
  }

  /** Says something to the server that no client would; the operation is judged by the answer. */
  async function say(operation: ApiOperation, headers: string): Promise<Answer> {
    const socket = connect(Number(new URL(stage().system.api.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (part) => (text += part.toString()));
    socket.write(
      `${operation.method.toUpperCase()} /api/v1${examplePathOf(operation)} HTTP/1.1\r\nConnection: close\r\n${headers}`,
    );
    await once(socket, 'close');
    const [head, body] = text.split('\r\n\r\n') as [string, string];
    const [status, ...lines] = head.split('\r\n') as [string, ...string[]];
    const answer = {
      status: Number(status.split(' ')[1]),
      bytes: Buffer.from(body),
      body: JSON.parse(body),
      headers: new Headers(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string])),
    };
    stage().contract.judge(operation, answer, headers);
    return answer;
  }

  it("headers that are too large, or name two hosts or a stranger's, and a PDF of more than 5 MB", async () => {
    const {
      contract,
      cast: {
        clients: { anonymous },
      },
    } = stage();
    await everywhere('headers_too_large', (operation) =>
      contract.call(operation, anonymous, examplePathOf(operation), undefined, { 'x-large': 'a'.repeat(20_000) }),
    );
    const pdfs = contract.operations.filter(({ takesPdf }) => takesPdf);
    for (const operation of pdfs) {
      const { body } = await say(
        operation,
        'Host: localhost\r\nContent-Type: application/pdf\r\nContent-Length: 6000000\r\n\r\n',
      );
      expect(body.code).toBe('body_too_large');
    }
    await everywhere('bad_request', (operation) => say(operation, 'Host: localhost\r\nHost: localhost\r\n\r\n'));
    await everywhere('misdirected_request', (operation) => say(operation, 'Host: evil.example\r\n\r\n'));
  }, 60_000);

  // Both are hardly more than waiting, for a lock and for a clock, so they wait at the same time.
  it('a key that another request has taken, and headers that come too slowly', async () => {
    await Promise.all([
      keysThatAreTaken(),
      everywhere('request_timeout', (operation) => say(operation, 'Host: localhost\r\nX-Slow: ')),
    ]);
  }, 120_000);

  async function keysThatAreTaken(): Promise<void> {
    const { system, cast, contract } = stage();
    const takers = new Map(
      await Promise.all(
        documenting('idempotency_key_reused').map(async (operation) => [operation, await keyTaker(operation)] as const),
      ),
    );
    const take = (key: string) =>
      [...takers].map(
        ([{ path }, { id }]) =>
          [
            `INSERT INTO idempotency_key (user_id, route, key, fingerprint) VALUES ($1, $2, $3, '\\x00')`,
            [id, `POST /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`, key],
          ] as const,
      );
    const send = (operation: ApiOperation, key: string) =>
      contract.call(operation, takers.get(operation)!.client, examplePathOf(operation), operation.example ?? {}, {
        'idempotency-key': key,
      });

    for (const [sql, values] of take('a-key-of-before')) await system.query(sql, [...values]);
    await everywhere('idempotency_key_reused', (operation) => send(operation, 'a-key-of-before'));
    const holder = await system.db.connect();
    try {
      await holder.query('BEGIN');
      for (const [sql, values] of take('a-key-at-work')) await holder.query(sql, [...values]);
      await everywhere('request_in_progress', (operation) => send(operation, 'a-key-at-work'));
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }

    async function keyTaker(operation: ApiOperation): Promise<{ client: Client; id: number }> {
      const client = await cast.whoMay(operation);
      return { client, id: must(await client.get('/auth/me'), 200).id };
    }
  }

  it('a role without its second factor, and a database that is away', async () => {
    const { system, cast, contract } = stage();
    const proxy = await TcpProxy.start(system.database.url);
    const api = await new Program('main.js', {
      ...system.environment,
      DATABASE_URL: proxy.through(system.database.url),
      REQUIRE_MFA: 'true',
    }).start();
    const there = ({ token }: Client) => new Client(() => api.url, token);
    const send = (operation: ApiOperation, client: Client) =>
      contract.call(
        operation,
        there(client),
        examplePathOf(operation),
        operation.takesPdf ? '%PDF' : (operation.example ?? (operation.method === 'get' ? undefined : {})),
        operation.takesIfMatch ? { 'if-match': '"1"' } : {},
      );
    try {
      await everywhere('mfa_enrolment_required', (operation) => send(operation, cast.clients.admin));
      await everywhere('second_factor_required', (operation) => send(operation, cast.clients.admin));
      // This API still knows for some seconds that the admin of before lacks the factor; of a new sign-in it has to ask the database.
      const admin = await system.signIn('admin');
      const clients = new Map<ApiOperation, Client>();
      for (const operation of documenting('unavailable')) {
        const client = await cast.whoMay(operation);
        clients.set(operation, client === cast.clients.admin ? admin : client);
      }
      await proxy.cut();
      await everywhere('unavailable', async (operation) => {
        const answer = await send(operation, clients.get(operation)!);
        expect([operation.name, answer.headers.get('retry-after')]).toEqual([operation.name, '5']);
        return answer;
      });
    } finally {
      await proxy.cut();
      await proxy.open();
      await api.stop();
      await proxy.cut();
    }
  }, 120_000);
}
