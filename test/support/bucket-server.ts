import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Server {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}

// It has no types of its own.
const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => Server;

/** The one pair of keys that the server knows; it checks every signature. */
export const BUCKET_KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** An S3-compatible server of one test's own, its objects as files of a folder. */
export class BucketServer {
  private constructor(
    private readonly server: Server,
    readonly port: number,
    readonly folder: string,
  ) {}

  static async start(): Promise<BucketServer> {
    const folder = await mkdtemp(join(tmpdir(), 'crm-buckets-'));
    const server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      directory: folder,
      silent: true,
      configureBuckets: [{ name: 'contracts' }],
    });
    const { port } = await server.run();
    return new BucketServer(server, port, folder);
  }

  /** As `DOCUMENTS_URL` names the bucket that is there from the start. */
  get url(): string {
    return `s3://contracts/of/all?endpoint=http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
