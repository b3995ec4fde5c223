import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { canonicalJson } from '../../../dist/src/platform/event-store/canonical-json.js';
import { subscribersOf } from '../../../dist/src/queues/queues.js';
import { run, statement } from './database.mjs';

const master = createHash('sha256').update(process.env.DATA_KEY).digest();
const keys = new Map();
const IP = '127.0.0.1';

const FIND_KEY = statement('find_key', 'SELECT wrapped_key FROM subject_key WHERE subject = $1');
const MAKE_KEY = statement(
  'make_key',
  `
  INSERT INTO subject_key (subject, wrapped_key) VALUES ($1, $2)
  ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject RETURNING wrapped_key`,
);
const APPEND = statement(
  'append',
  `
  WITH stored AS (
    INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at,
      prev_hash, hash)
    SELECT event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at,
      decode(prev_hash, 'hex'), decode(hash, 'hex')
    FROM jsonb_to_recordset($1::jsonb) AS event(event_id uuid, event_type text, aggregate_type text, aggregate_id text, version int,
      data jsonb, metadata jsonb, schema_version int, occurred_at timestamptz, prev_hash text, hash text))
  INSERT INTO event_delivery (event_id, subscriber, event_type, aggregate_type, aggregate_id, version)
  SELECT event_id, subscriber, event_type, aggregate_type, aggregate_id, version
  FROM jsonb_to_recordset($2::jsonb)
    AS delivery(event_id uuid, subscriber text, event_type text, aggregate_type text, aggregate_id text, version int)`,
);
const HEADS = statement(
  'heads',
  `
  SELECT aggregate_id, encode(hash, 'hex') AS hash FROM event_store
  WHERE aggregate_type = $1 AND (aggregate_id, version) IN (SELECT * FROM unnest($2::text[], $3::int[]))`,
);

/** The hashes of the heads of several streams of one kind, by their ids. */
export async function headsOf(client, type, rows) {
  const heads = await run(client, HEADS, [type, rows.map(({ id }) => String(id)), rows.map(({ version }) => version)]);
  return new Map(heads.map(({ aggregate_id, hash }) => [Number(aggregate_id), hash]));
}

/** Personal fields sealed with the key of their subject; `fresh`: the subject is new, and so is its key. */
export async function seal(client, subject, value, fresh = false) {
  const key = fresh ? await makeKey(client, subject) : await findKey(client, subject);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(subject));
  const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
  return { subject, box: Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64') };
}

async function findKey(client, subject) {
  if (!keys.has(subject)) {
    const [row] = await run(client, FIND_KEY, [subject]);
    if (!row) return makeKey(client, subject);
    keys.set(subject, unwrap(row.wrapped_key, subject));
  }
  return keys.get(subject);
}

async function makeKey(client, subject) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', master, iv).setAAD(Buffer.from(subject));
  const text = Buffer.concat([cipher.update(randomBytes(32)), cipher.final()]);
  const [{ wrapped_key }] = await run(client, MAKE_KEY, [subject, Buffer.concat([iv, cipher.getAuthTag(), text])]);
  return unwrap(wrapped_key, subject);
}

function unwrap(wrapped, subject) {
  const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, 12)).setAAD(Buffer.from(subject));
  decipher.setAuthTag(wrapped.subarray(12, 28));
  return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()]);
}

/** The metadata that every event of a request carries. */
export function metadataOf(user) {
  return {
    user_id: user.id,
    role: user.role,
    source: 'api',
    timestamp: new Date().toISOString(),
    correlation_id: v7(),
    causation_id: null,
    ip: null,
  };
}

/**
 * Appends events `{ type, aggregate, id, version, at, data, secret, subject, previous }` with their deliveries; `secret` and the caller's
 * address are sealed with the key of `subject`, or of the user where the event tells of nobody else.
 */
export async function append(client, metadata, events) {
  const rows = [];
  for (const {
    type,
    aggregate,
    id,
    version,
    data,
    at,
    secret = {},
    subject = `user:${metadata.user_id}`,
    fresh,
    previous = '',
  } of events) {
    const sealed = await seal(client, subject, { data: secret, ip: IP }, fresh);
    const event = {
      event_id: v7(),
      event_type: type,
      aggregate_type: aggregate,
      aggregate_id: String(id),
      version,
      data: { ...data, sealed },
      metadata,
      schema_version: 1,
      occurred_at: at,
    };
    const hash = createHash('sha256').update(Buffer.from(previous, 'hex')).update(canonicalJson(event)).digest('hex');
    rows.push({ ...event, prev_hash: previous, hash });
  }
  const deliveries = rows.flatMap(({ event_id, event_type, aggregate_type, aggregate_id, version }) =>
    subscribersOf(event_type, aggregate_type).map((subscriber) => ({
      event_id,
      subscriber,
      event_type,
      aggregate_type,
      aggregate_id,
      version,
    })),
  );
  await run(client, APPEND, [JSON.stringify(rows), JSON.stringify(deliveries)]);
}
