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

export interface SentRequest {
  method: string;
  headers: Record<string, string>;
  body: string | URLSearchParams | Uint8Array | undefined;
  signal?: AbortSignal | undefined;
}

/** How a request comes to the API, and its answer back. */
export type Transport = (url: string, request: SentRequest) => Promise<Pick<Answer, 'status' | 'headers' | 'bytes'>>;

const overTheNetwork: Transport = async (url, request) => {
  const response = await fetch(url, request as RequestInit);
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
};

/** Somebody who talks to the API, signed in or not. */
export class Client {
  constructor(
    private readonly baseUrl: () => string,
    readonly token?: string,
    private readonly transport: Transport = overTheNetwork,
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
  async send(
    method: string,
    path: string,
    body: unknown,
    { headers = {}, signal }: RequestOptions = {},
  ): Promise<Answer> {
    const isRaw =
      body === undefined || typeof body === 'string' || body instanceof URLSearchParams || body instanceof Uint8Array;
    const answer = await this.transport(`${this.baseUrl()}/api/v1${path}`, {
      method,
      signal,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body !== undefined && !(body instanceof URLSearchParams) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: isRaw ? body : JSON.stringify(body),
    });
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    const text = answer.bytes.toString();
    return { ...answer, body: isJson && text ? JSON.parse(text) : text };
  }
}
