import { Failure } from './terminal.mjs';

/** A user of the API over HTTP, as any client would be: a base URL and, after `login`, a token. */
export class Client {
  constructor(base, username) {
    Object.assign(this, { base, username, token: undefined });
  }

  /** Signs in with a form, as OAuth2 clients and Swagger do. */
  async login(password) {
    const { json } = await this.send('POST', '/auth/login', new URLSearchParams({ username: this.username, password }));
    this.token = json.access_token;
    return json;
  }

  get(path) {
    return this.send('GET', path);
  }

  post(path, body) {
    return this.send('POST', path, body);
  }

  /** Answers `{ status, json }` or, for what is no JSON, `{ status, bytes }`; a refusal is a Failure that says why. */
  async send(method, path, body) {
    const form = body instanceof URLSearchParams;
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      body: form ? body : body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(bytes.toString()) : undefined;
    if (!response.ok)
      throw new Failure(
        `${method} ${path} was refused with ${response.status}: ${json?.detail ?? json?.title ?? ''}`,
        '',
        json && JSON.stringify(json, null, 2),
      );
    return { status: response.status, json, bytes };
  }
}
