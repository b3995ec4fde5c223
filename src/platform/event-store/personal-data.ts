import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { sql } from '../database/sql.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SUBJECT_KEY } from './event-store.table.js';

/** Personal fields as they stand in the event store: whose key, and the AES-256-GCM box (iv, tag, text). */
export interface SealedBox {
  subject: string;
  box: string;
}

const CACHE_MS = 60_000;
const CACHE_MOST = 10_000;

/**
 * One key per person, wrapped by `DATA_KEY`. Personal fields of events are sealed with it before they are
 * hashed and stored, so that destroying a key erases the person while the chain of hashes still holds.
 */
@Injectable()
export class PersonalData {
  private readonly master: Buffer;
  private readonly cache = new Map<string, { key: Buffer; until: number }>();

  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) config: Config,
  ) {
    this.master = createHash('sha256').update(config.DATA_KEY).digest();
  }

  /**
   * Seals a JSON value for a subject such as `prospect:12`; makes the subject's key at first use.
   * `fresh` says that this is it, so that nobody looks for a key first.
   */
  async seal(subject: string, value: object, fresh = false): Promise<SealedBox> {
    const key = (fresh ? undefined : await this.find(subject)) ?? (await this.create(subject));
    return { subject, box: encrypt(key, Buffer.from(JSON.stringify(value)), subject).toString('base64') };
  }

  /** Opens a box; `null` where the subject's key has been destroyed. Throws if the box was altered. */
  async open(sealed: SealedBox): Promise<Record<string, unknown> | null> {
    const key = await this.find(sealed.subject);
    if (!key) return null;
    const text = decrypt(key, Buffer.from(sealed.box, 'base64'), sealed.subject).toString();
    return JSON.parse(text) as Record<string, unknown>;
  }

  private async find(subject: string): Promise<Buffer | undefined> {
    const known = this.cache.get(subject);
    if (known && known.until > Date.now()) return known.key;
    const [row] = await this.units.query<{ wrapped_key: Buffer }>(
      sql`SELECT ${SUBJECT_KEY.wrapped_key} FROM ${SUBJECT_KEY} WHERE ${SUBJECT_KEY.subject} = ${subject}`,
    );
    if (!row) return undefined;
    const key = decrypt(this.master, row.wrapped_key, subject);
    // What this very transaction has made is not committed yet, and may be rolled back.
    if (!(await this.madeHere()).has(subject)) this.remember(subject, key);
    return key;
  }

  private async create(subject: string): Promise<Buffer> {
    (await this.madeHere()).add(subject);
    const key = randomBytes(32);
    const [row] = await this.units.query<{ wrapped_key: Buffer }>(
      sql`INSERT INTO ${SUBJECT_KEY} (subject, wrapped_key) VALUES (${subject}, ${encrypt(this.master, key, subject)})
        ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject RETURNING ${SUBJECT_KEY.wrapped_key}`,
    );
    return decrypt(this.master, row!.wrapped_key, subject);
  }

  /** The subjects whose keys the running transaction has made, whether or not a savepoint took that back. */
  private madeHere(): Promise<Set<string>> {
    return this.units.once('keys made here', async () => new Set<string>());
  }

  private remember(subject: string, key: Buffer): void {
    if (this.cache.size >= CACHE_MOST) this.cache.clear();
    this.cache.set(subject, { key, until: Date.now() + CACHE_MS });
  }
}

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}
