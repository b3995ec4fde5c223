import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import '../../src/platform/database/data-source.js';
import { bound } from '../../src/platform/database/sql.js';
import { type Reader } from '../../src/platform/database/unit-of-work.js';
import { type SealHead } from '../../src/platform/event-store/seal-head.js';
import { type Verdict, verifyEvents } from '../../src/platform/event-store/verifier.js';
import { TEST_SECRETS } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { aPolicy } from '../support/journey.js';
import { bundled, nodeProgram } from '../support/program.js';
import { System } from '../support/system.js';
import { TAMPERINGS } from '../support/tampering.js';

jest.setTimeout(180_000);

const TRIALS = Number(process.env.TAMPERINGS ?? 200);
const seed = Number(process.env.SEED ?? 20_261_124);

let system: System;
let superuser: pg.Client;
let head: SealHead;

const sealKey = TEST_SECRETS.SEAL_KEY;
const rows: Reader = { query: async (statement) => (await superuser.query(bound(statement))).rows };

/** The program as an operator runs it. */
function eventsVerify(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(nodeProgram, [`${bundled}/verify.js`, ...args], {
    env: { ...process.env, ...system.environment },
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

/** The mulberry32 generator: the same trials for the same seed. */
function numbersFrom(state: number): (below: number) => number {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

beforeAll(async () => {
  system = await System.start();
  const broker = await system.as('broker1');
  for (const provider of ['axa', 'generali', 'allianz']) {
    await aPolicy(broker, provider, { email: `${provider}@example.com` });
    await system.quiet();
  }
  await eventually(async () => expect(await system.query('SELECT * FROM event_unsealed')).toEqual([]));
  await Promise.all([system.worker.stop(), system.api.stop()]);
  head = Object.values(
    JSON.parse(await readFile(join(system.dataDir, 'seal.head'), 'utf8')) as Record<string, SealHead>,
  )[0]!;
  const url = new URL(process.env.TEST_DATABASE_ADMIN_URL!);
  url.pathname = new URL(system.database.url).pathname;
  superuser = new pg.Client({ connectionString: url.href });
  await superuser.connect();
});

afterAll(async () => {
  await superuser?.end();
  await system?.stop();
});

describe('the seal over the events', () => {
  it('holds over what the system itself wrote, block by block and without a gap', async () => {
    const {
      rows: [{ events, last, blocks }],
    } = await superuser.query(
      `SELECT (SELECT count(*) FROM event_store) AS events, (SELECT max(sequence) FROM event_sequence) AS last,
         (SELECT count(*) FROM event_block) AS blocks`,
    );
    expect(events).toBe(last);
    expect(blocks).toBeGreaterThan(2);
    expect(await verifyEvents(rows, { sealKey, head })).toMatchObject({
      ok: true,
      fault_count: 0,
      events,
      blocks,
      to_sequence: last,
    });
    const { status, said } = eventsVerify();
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining('The events hold') });
    expect(said).toContain(`${head.number}:${head.hmac}`);
  });

  it('raises no alarm over a block that is sealed while it looks', async () => {
    let looked = false;
    const meanwhile: Reader = {
      query: async (statement) => {
        const { text, values } = bound(statement);
        const asBefore = looked ? text : text.replace('WHERE true', `WHERE number < ${head.number}`);
        looked = true;
        return (await superuser.query(asBefore, values)).rows;
      },
    };
    expect(await verifyEvents(meanwhile, { sealKey, head })).toMatchObject({
      ok: true,
      faults: [],
      head: { number: head.number - 1 },
    });
  });

  it('is not broken by checking a part, or what came after a known head', async () => {
    const {
      rows: [block],
    } = await superuser.query(
      `SELECT number, first_sequence, last_sequence, encode(hmac, 'hex') AS hmac FROM event_block WHERE number = 2`,
    );
    expect(await verifyEvents(rows, { sealKey, from: block.first_sequence, to: block.last_sequence })).toMatchObject({
      ok: true,
      blocks: 1,
      from_sequence: block.first_sequence,
      to_sequence: block.last_sequence,
    });
    expect(await verifyEvents(rows, { sealKey, since: block })).toMatchObject({
      ok: true,
      from_sequence: block.last_sequence + 1,
    });
    expect(eventsVerify('--since', `${block.number}:${block.hmac}`).status).toBe(0);
    expect(eventsVerify('--since', `${block.number}:${'0'.repeat(64)}`).status).toBe(1);
    expect(eventsVerify('--from', '3', '--to', 'x').status).toBe(2);
  });

  it('refuses another key', async () => {
    expect(await verifyEvents(rows, { sealKey: 'another-key-that-is-long-enough-to-be-one' })).toMatchObject({
      ok: false,
      first: { sequence: 1 },
    });
  });

  it('refuses the application itself', async () => {
    const app = new pg.Client({ connectionString: system.database.url });
    await app.connect();
    for (const table of ['event_store', 'event_sequence', 'event_block']) {
      await expect(app.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
      await expect(system.query(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
    }
    await app.end();
  });

  it(`shows each of ${TRIALS} tamperings by a superuser, and names the event`, async () => {
    console.log(`tamperings: ${TRIALS}, seed ${seed}`);
    const pick = numbersFrom(seed);
    const names = Object.keys(TAMPERINGS);
    const missed: object[] = [];
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const name = names[trial % names.length]!;
      const { expected, verdict } = await tampered(name, pick);
      const { first } = verdict;
      const named =
        first && (expected.event_id ? first.event_id === expected.event_id : first.sequence === expected.sequence);
      if (verdict.ok || !named) missed.push({ trial, name, expected, first });
    }
    expect(missed).toEqual([]);
    expect(await verifyEvents(rows, { sealKey, head })).toMatchObject({ ok: true });
  });

  it('tells the operator by name and exit code', async () => {
    const {
      rows: [victim],
    } = await superuser.query(`SELECT event_id, data FROM event_store WHERE event_type = 'PolicyCreated' LIMIT 1`);
    await superuser.query('SET session_replication_role = replica');
    await superuser.query(
      `UPDATE event_store SET data = jsonb_set(data, '{annual_premium}', '"1.00"') WHERE event_id = $1`,
      [victim.event_id],
    );
    const { status, said } = eventsVerify();
    expect({ status, said }).toMatchObject({
      status: 1,
      said: expect.stringContaining(`First bad event: ${victim.event_id} (edited)`),
    });
    await superuser.query('UPDATE event_store SET data = $2 WHERE event_id = $1', [victim.event_id, victim.data]);
    expect(eventsVerify().status).toBe(0);
  });

  it('is not continued over events that were cut off', async () => {
    const {
      rows: [{ number }],
    } = await superuser.query('SELECT max(number) AS number FROM event_block');
    await superuser.query('DELETE FROM event_block WHERE number = $1', [number]);
    await superuser.query('INSERT INTO event_unsealed SELECT max(id) FROM event_store');
    await system.worker.start();
    await eventually(async () => expect(system.worker.output).toContain(`block ${number}, sealed`));
    expect((await superuser.query('SELECT max(number) AS number FROM event_block')).rows[0].number).toBe(number - 1);
  });
});

async function tampered(
  name: string,
  pick: (below: number) => number,
): Promise<{ expected: { event_id?: string; sequence?: number }; verdict: Verdict }> {
  await superuser.query('BEGIN');
  try {
    await superuser.query('SET LOCAL session_replication_role = replica');
    const expected = await TAMPERINGS[name]!(superuser, pick);
    return { expected, verdict: await verifyEvents(rows, { sealKey, head }) };
  } finally {
    await superuser.query('ROLLBACK');
  }
}
