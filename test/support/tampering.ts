import type pg from 'pg';
import { hashOf } from '../../src/platform/event-store/event-store.js';
import { type Block, blockCode, leafOf, macOf, merkleRoot } from '../../src/platform/event-store/seal.js';

/** What a tampering should be found as: the event, or the place of one that is gone. */
export interface Expected {
  event_id?: string;
  sequence?: number;
}

/** One way to lie about the past, with the rights of a superuser and all triggers off. */
export type Tampering = (db: pg.Client, pick: (below: number) => number) => Promise<Expected>;

interface Victim {
  sequence: number;
  event_id: string;
  aggregate_type: string;
  aggregate_id: string;
  version: number;
}

const WRONG_KEY = 'the-key-that-somebody-without-the-key-makes-up';

async function victims(db: pg.Client, where = 'true'): Promise<Victim[]> {
  const { rows } = await db.query<Victim>(
    `SELECT s.sequence, e.event_id, e.aggregate_type, e.aggregate_id, e.version FROM event_sequence s JOIN event_store e USING (event_id)
     WHERE ${where} ORDER BY s.sequence`);
  return rows;
}

async function one(db: pg.Client, pick: (below: number) => number, where?: string): Promise<Victim> {
  const all = await victims(db, where);
  return all[pick(all.length)]!;
}

/** Sets columns of one event. */
const edit = (set: string, where?: string): Tampering => async (db, pick) => {
  const { event_id } = await one(db, pick, where);
  const { rowCount } = await db.query(`UPDATE event_store SET ${set} WHERE event_id = $1`, [event_id]);
  if (rowCount !== 1) throw new Error('nothing was tampered with');
  return { event_id };
};

/** Makes hash, codes and roots anew from a sequence number on, as somebody would who has no key. */
async function recompute(db: pg.Client, victim: Victim): Promise<void> {
  const { rows: stream } = await db.query(
    `SELECT *, encode(prev_hash, 'hex') AS previous FROM event_store WHERE aggregate_type = $1 AND aggregate_id = $2 AND version >= $3
     ORDER BY version`, [victim.aggregate_type, victim.aggregate_id, victim.version]);
  let previous = stream[0].previous as string;
  for (const event of stream) {
    const hash = hashOf(previous, event);
    await db.query(`UPDATE event_store SET prev_hash = decode($2, 'hex'), hash = decode($3, 'hex') WHERE event_id = $1`, [event.event_id, previous, hash]);
    previous = hash;
  }
  const { rows: places } = await db.query(
    `SELECT s.sequence, e.id, e.event_id, encode(e.hash, 'hex') AS hash, (extract(epoch FROM e.recorded_at) * 1000000)::bigint::text AS recorded_at
     FROM event_sequence s JOIN event_store e USING (event_id) ORDER BY s.sequence`);
  for (const place of places.filter(({ sequence }) => sequence >= victim.sequence)) {
    await db.query('UPDATE event_sequence SET mac = $2 WHERE sequence = $1', [place.sequence, macOf(WRONG_KEY, leafOf(place))]);
  }
  const { rows: blocks } = await db.query(`SELECT *, encode(hmac, 'hex') AS code FROM event_block ORDER BY number`);
  let before = '';
  for (const block of blocks) {
    if (block.last_sequence >= victim.sequence) {
      const leaves = places.filter(({ sequence }) => sequence >= block.first_sequence && sequence <= block.last_sequence).map(leafOf);
      const forged: Block = { ...block, merkle_root: merkleRoot(leaves).toString('hex'), previous: before };
      const code = blockCode(WRONG_KEY, forged);
      await db.query('UPDATE event_block SET merkle_root = $2, previous = $3, hmac = $4 WHERE number = $1',
        [block.number, merkleRoot(leaves), Buffer.from(before, 'hex'), code]);
      before = code.toString('hex');
    } else {
      before = block.code;
    }
  }
}

export const TAMPERINGS: Record<string, Tampering> = {
  'an amount edited': edit(`data = jsonb_set(data, '{annual_premium}', '"1.00"')`, `e.data ? 'annual_premium'`),
  'a field taken out of the data': edit(`data = data - (SELECT min(k) FROM jsonb_object_keys(data) k)`, `e.data <> '{}'`),
  'somebody else named as the author': edit(`metadata = jsonb_set(metadata, '{user_id}', '4711')`),
  'another type': edit(`event_type = 'QuoteRejected'`),
  'occurred a microsecond later': edit(`occurred_at = occurred_at + interval '1 microsecond'`),
  'occurred a day earlier': edit(`occurred_at = occurred_at - interval '1 day'`),
  'recorded a microsecond earlier': edit(`recorded_at = recorded_at - interval '1 microsecond'`),
  'another schema version': edit('schema_version = schema_version + 1'),
  'the hash itself': edit(`hash = sha256(hash)`),
  'the link to the event before': edit(`prev_hash = sha256(hash)`),
  'another place in the store': edit('id = id + 1000000'),

  'moved to another stream': async (db, pick) => {
    const { event_id } = await one(db, pick, 'e.version = 1');
    await db.query(`UPDATE event_store SET aggregate_id = '990099' WHERE event_id = $1`, [event_id]);
    return { event_id };
  },

  'two versions of a stream swapped': async (db, pick) => {
    const later = await one(db, pick, 'e.version > 1');
    const stream = (await victims(db)).filter((each) => each.aggregate_type === later.aggregate_type && each.aggregate_id === later.aggregate_id);
    const earlier = stream[pick(later.version - 1)]!;
    for (const [id, version] of [[later.event_id, 2_000_000], [earlier.event_id, later.version], [later.event_id, earlier.version]]) {
      await db.query('UPDATE event_store SET version = $2 WHERE event_id = $1', [id, version]);
    }
    return { event_id: earlier.event_id };
  },

  'two places of the sequence swapped': async (db, pick) => {
    const all = await victims(db);
    const at = pick(all.length - 1);
    const [first, second] = [all[at]!, all[at + 1 + pick(all.length - at - 1)]!];
    const free = '00000000-0000-0000-0000-000000000000';
    for (const [sequence, id] of [[first.sequence, free], [second.sequence, first.event_id], [first.sequence, second.event_id]]) {
      await db.query('UPDATE event_sequence SET event_id = $2 WHERE sequence = $1', [sequence, id]);
    }
    return { sequence: first.sequence };
  },

  deleted: async (db, pick) => {
    const { event_id } = await one(db, pick);
    await db.query('DELETE FROM event_store WHERE event_id = $1', [event_id]);
    return { event_id };
  },

  'deleted with its place in the sequence': async (db, pick) => {
    const { event_id, sequence } = await one(db, pick);
    await db.query('DELETE FROM event_store WHERE event_id = $1', [event_id]);
    await db.query('DELETE FROM event_sequence WHERE event_id = $1', [event_id]);
    return { sequence };
  },

  'deleted, the sequence closed up and all made anew': async (db, pick) => {
    const all = await victims(db);
    const at = pick(all.length - 1);
    await db.query('DELETE FROM event_store WHERE event_id = $1', [all[at]!.event_id]);
    await db.query('DELETE FROM event_sequence WHERE event_id = $1', [all[at]!.event_id]);
    for (const later of all.slice(at + 1)) await db.query('UPDATE event_sequence SET sequence = sequence - 1 WHERE sequence = $1', [later.sequence]);
    // What comes after it in its stream moves up as well.
    await db.query('UPDATE event_store SET version = version + 1000000 WHERE aggregate_type = $1 AND aggregate_id = $2 AND version > $3',
      [all[at]!.aggregate_type, all[at]!.aggregate_id, all[at]!.version]);
    await db.query('UPDATE event_store SET version = version - 1000001 WHERE version > 1000000');
    return { sequence: all[at]!.sequence };
  },

  'cut off at the end': async (db, pick) => {
    const { rows: blocks } = await db.query('SELECT number, first_sequence FROM event_block ORDER BY number');
    const from = blocks[1 + pick(blocks.length - 1)];
    await db.query('DELETE FROM event_store WHERE event_id IN (SELECT event_id FROM event_sequence WHERE sequence >= $1)', [from.first_sequence]);
    await db.query('DELETE FROM event_sequence WHERE sequence >= $1', [from.first_sequence]);
    await db.query('DELETE FROM event_block WHERE number >= $1', [from.number]);
    return { sequence: from.first_sequence };
  },

  'everything cut off': async (db) => {
    for (const table of ['event_store', 'event_sequence', 'event_block', 'event_unsealed']) await db.query(`DELETE FROM ${table}`);
    return { sequence: 1 };
  },

  'edited and the chain made anew without the key': async (db, pick) => {
    const victim = await one(db, pick);
    await db.query(`UPDATE event_store SET data = data || '{"annual_premium": "1.00"}' WHERE event_id = $1`, [victim.event_id]);
    await recompute(db, victim);
    return { event_id: victim.event_id };
  },

  'a root changed': async (db, pick) => {
    const { rows: blocks } = await db.query('SELECT number, first_sequence FROM event_block ORDER BY number');
    const block = blocks[pick(blocks.length)];
    await db.query('UPDATE event_block SET merkle_root = sha256(merkle_root) WHERE number = $1', [block.number]);
    return { sequence: block.first_sequence };
  },

  'a block taken out': async (db, pick) => {
    const { rows: blocks } = await db.query('SELECT number, first_sequence FROM event_block ORDER BY number');
    const block = blocks[pick(blocks.length - 1)];
    await db.query('DELETE FROM event_block WHERE number = $1', [block.number]);
    return { sequence: block.first_sequence };
  },

  'put in past the sealer': async (db, pick) => {
    const { aggregate_type, aggregate_id } = await one(db, pick);
    const { rows: [last] } = await db.query(
      `SELECT *, encode(hash, 'hex') AS head FROM event_store WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY version DESC LIMIT 1`, [aggregate_type, aggregate_id]);
    const event = { ...last, event_id: '0197f000-0000-7000-8000-00000000beef', version: last.version + 1 };
    await db.query(
      `INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at, prev_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, decode($10, 'hex'), decode($11, 'hex'))`,
      [event.event_id, event.event_type, aggregate_type, aggregate_id, event.version, event.data, event.metadata, event.schema_version,
        event.occurred_at, last.head, hashOf(last.head, event)]);
    return { event_id: event.event_id };
  },
};
