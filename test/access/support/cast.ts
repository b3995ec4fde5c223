import { Client } from '../../support/client.js';
import { codeOf, resetTokens } from '../../support/credentials.js';
import { must } from '../../support/journey.js';
import { PASSWORD, type System } from '../../support/system.js';
import { type ApiOperation, examplePathOf } from './document.js';

export type Role = 'admin' | 'manager' | 'broker' | 'affiliate' | 'anonymous';

/** One request to an operation that should succeed. */
export interface Call {
  client: Client;
  address: string;
  body: unknown;
  headers: Record<string, string>;
}

/** What one does with one's own way of signing in, if only to end it: nothing for somebody who is still needed. */
export function isAboutOneself({ method, roles, path }: ApiOperation): boolean {
  return method !== 'get' && path.startsWith('/auth/') && !roles.every((role) => role === 'admin');
}

/** Who takes the operations' examples, with what no document can name beforehand: secrets, a PDF, a dead letter. */
export class Cast {
  private newcomers = 0;

  private constructor(
    private readonly system: System,
    readonly clients: Record<Role, Client>,
  ) {}

  static async of(system: System): Promise<Cast> {
    const [admin, manager, broker, affiliate] = await Promise.all(
      ['admin', 'manager1', 'broker1', 'affiliate1'].map((name) => system.as(name)),
    );
    return new Cast(system, {
      admin: admin!,
      manager: manager!,
      broker: broker!,
      affiliate: affiliate!,
      anonymous: system.anonymous(),
    });
  }

  /** The first of broker, manager and admin whose role may; a stranger where everybody may. What is about oneself, a newcomer does. */
  async whoMay(operation: ApiOperation): Promise<Client> {
    const { roles } = operation;
    if (roles.includes('anybody')) return this.clients.anonymous;
    if (isAboutOneself(operation)) return (await this.newcomer()).client;
    return this.clients[(['broker', 'manager', 'admin'] as const).find((role) => roles.includes(role))!];
  }

  /** Somebody just registered and signed in, whom nobody misses. */
  async newcomer(): Promise<{ client: Client; email: string; login: object; refreshToken: string }> {
    const name = `newcomer${(this.newcomers += 1)}`;
    const email = `${name}@example.com`;
    must(await this.clients.anonymous.post('/auth/register', { username: name, email, password: PASSWORD }), 201);
    const login = { username: name, password: PASSWORD };
    const { access_token, refresh_token } = must(await this.clients.anonymous.post('/auth/login', login), 200);
    return {
      client: new Client(() => this.system.api.url, access_token as string),
      email,
      login,
      refreshToken: refresh_token as string,
    };
  }

  /** The operation's example, with what the document leaves to be supplied. */
  async exampleOf(operation: ApiOperation): Promise<Call> {
    const call: Call = {
      client: await this.whoMay(operation),
      address: examplePathOf(operation),
      body: operation.example ?? (operation.method === 'post' && !operation.takesPdf ? {} : undefined),
      headers: operation.takesIfMatch ? { 'if-match': '"1"' } : {},
    };
    // Approving and rejecting change a row that the demo book has changed before: without a version, as one may.
    if (operation.takesIfMatch && operation.method !== 'patch') call.headers = {};
    switch (operation.name) {
      case 'POST /auth/refresh':
        return { ...call, body: { refresh_token: (await this.newcomer()).refreshToken } };
      case 'POST /auth/password/reset': {
        const { email } = await this.newcomer();
        must(await this.clients.anonymous.post('/auth/password/forgot', { email }), 202);
        const [token] = await resetTokens(this.system, email, 1);
        return { ...call, body: { ...operation.example, token } };
      }
      case 'POST /auth/mfa/confirm': {
        const { otpauth_uri } = must(await call.client.post('/auth/mfa/enrol'), 200);
        return { ...call, body: { code: codeOf(otpauth_uri as string) } };
      }
      case 'POST /contracts/verify':
        return { ...call, body: (await this.clients.broker.get('/policies/1/pdf')).bytes };
      case 'GET /operations/dead-letters':
        await this.deadLetter('welcome-mail');
        return call;
      case 'POST /operations/dead-letters/{event_id}/{subscriber}/redrive':
      case 'POST /operations/dead-letters/{event_id}/{subscriber}/skip': {
        const { event_id, subscriber } = await this.deadLetter();
        return { ...call, address: operation.path.replace('{event_id}', event_id).replace('{subscriber}', subscriber) };
      }
      default:
        return call;
    }
  }

  /** Gives a delivery up that the demo book has no further use for. */
  private async deadLetter(ofSubscriber = '%'): Promise<{ event_id: string; subscriber: string }> {
    const [{ event_id, subscriber }] = await this.system.query(
      `
      UPDATE event_delivery SET status = 'dead', attempts = 8, last_error = 'connect ECONNREFUSED: the mail server does not answer'
      WHERE (event_id, subscriber) = (SELECT event_id, subscriber FROM event_delivery WHERE status = 'skipped' AND subscriber LIKE $1 ORDER BY event_id LIMIT 1)
      RETURNING event_id, subscriber`,
      [ofSubscriber],
    );
    return { event_id, subscriber };
  }

  /** Nobody is slowed down for what was tried before. */
  async forgiveMistakes(): Promise<void> {
    await this.system.query('TRUNCATE sign_in_delay, address_bucket, request_limit');
  }
}
