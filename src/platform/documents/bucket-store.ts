import { AwsClient } from 'aws4fetch';
import { readBucketUrl } from '../config/bucket-url.js';
import {
  DocumentDamaged,
  DocumentStore,
  DocumentsUnavailable,
  hashOf,
  mustBeHash,
  unchanged,
} from './document-store.js';

const ANSWER_MS = 10_000;
const TRIES_MORE = 2;

export interface BucketKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Objects of an S3-compatible store, named like the files of the folder; every process of a system shares them. */
export class BucketStore extends DocumentStore {
  private readonly base: string;
  private readonly client: AwsClient;

  /** `url` as in `DOCUMENTS_URL`. */
  constructor(url: string, keys: BucketKeys) {
    super();
    const { base, region } = readBucketUrl(url);
    this.base = base;
    this.client = new AwsClient({ ...keys, service: 's3', region, retries: TRIES_MORE });
  }

  /** The store compares the bytes with their signed hash before it keeps them, and answers once they are safe. */
  override async put(bytes: Buffer): Promise<{ sha256: string; size: number }> {
    const sha256 = hashOf(bytes);
    const answer = await this.ask(sha256, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'application/octet-stream', 'x-amz-content-sha256': sha256 },
    });
    if (!answer.ok) throw await this.refusal(answer);
    await answer.arrayBuffer();
    return { sha256, size: bytes.length };
  }

  override async get(sha256: string): Promise<Buffer> {
    mustBeHash(sha256);
    const answer = await this.ask(sha256, { method: 'GET' });
    if (!answer.ok) throw await this.refusal(answer, sha256);
    try {
      return unchanged(sha256, Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      if (error instanceof DocumentDamaged) throw error;
      throw this.silence(error as Error);
    }
  }

  private async ask(sha256: string, request: RequestInit): Promise<Response> {
    try {
      return await this.client.fetch(`${this.base}${sha256.slice(0, 2)}/${sha256}`, {
        ...request,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
    } catch (error) {
      throw this.silence(error as Error);
    }
  }

  /** A bucket that is gone as a whole may come back; an object that is missing from it does not. */
  private async refusal(answer: Response, sha256?: string): Promise<Error> {
    const said = await answer.text().catch(() => '');
    const code = /<Code>(\w+)<\/Code>/.exec(said)?.[1];
    if (sha256 && answer.status === 404 && code !== 'NoSuchBucket')
      return new DocumentDamaged(`Document ${sha256} is missing from ${this.base}.`);
    return new DocumentsUnavailable(`The document store ${this.base} refuses: ${code ?? answer.status}.`);
  }

  private silence(error: Error): DocumentsUnavailable {
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    return new DocumentsUnavailable(`The document store ${this.base} does not answer: ${reason}`, { cause: error });
  }
}
