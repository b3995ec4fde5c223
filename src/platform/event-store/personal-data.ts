import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';

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

  /** Seals a JSON value for a subject such as `prospect:12`; makes the subject's key at first use. */
  async seal(subject: string, value: object): Promise<SealedBox> {
    const key = (await this.find(subject)) ?? (await this.create(subject));
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
      'SELECT wrapped_key FROM subject_key WHERE subject = $1', [subject]);
    return row && this.remember(subject, decrypt(this.master, row.wrapped_key, subject));
  }

  private async create(subject: string): Promise<Buffer> {
    const key = randomBytes(32);
    const [row] = await this.units.query<{ wrapped_key: Buffer }>(
      `INSERT INTO subject_key (subject, wrapped_key) VALUES ($1, $2)
       ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject RETURNING wrapped_key`,
      [subject, encrypt(this.master, key, subject)],
    );
    // Not cached: the transaction that made it may still roll back.
    return decrypt(this.master, row!.wrapped_key, subject);
  }

  private remember(subject: string, key: Buffer): Buffer {
    if (this.cache.size >= CACHE_MOST) this.cache.clear();
    // A row read inside the transaction that made it is not committed yet, so only reads outside one are kept.
    if (!this.units.manager.queryRunner?.isTransactionActive) this.cache.set(subject, { key, until: Date.now() + CACHE_MS });
    return key;
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
