/** An answer, body parsed where it is JSON. */
export interface Answer<Body = any> {
  status: number;
  body: Body;
  headers: Headers;
  bytes: Buffer;
}

export interface RequestOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Somebody who talks to the API, signed in or not. */
export class Client {
  constructor(
    private readonly baseUrl: () => string,
    readonly token?: string,
  ) {}

  get(path: string, options?: RequestOptions): Promise<Answer> {
    return this.send('GET', path, undefined, options);
  }

  post(path: string, body: unknown = {}, options?: RequestOptions): Promise<Answer> {
    return this.send('POST', path, body, options);
  }

  put(path: string, body: unknown, options?: RequestOptions): Promise<Answer> {
    return this.send('PUT', path, body, options);
  }

  patch(path: string, body: unknown, options?: RequestOptions): Promise<Answer> {
    return this.send('PATCH', path, body, options);
  }

  delete(path: string, options?: RequestOptions): Promise<Answer> {
    return this.send('DELETE', path, undefined, options);
  }

  /** The body as it is if it is text, bytes or form, else as JSON. */
  async send(method: string, path: string, body: unknown, { headers = {}, signal }: RequestOptions = {}): Promise<Answer> {
    const isRaw = typeof body === 'string' || body instanceof URLSearchParams || body instanceof Uint8Array;
    const response = await fetch(`${this.baseUrl()}/api/v1${path}`, {
      method,
      signal,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body !== undefined && !(body instanceof URLSearchParams) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : isRaw ? (body as RequestInit['body']) : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, bytes, body: isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : bytes.toString() };
  }
}
