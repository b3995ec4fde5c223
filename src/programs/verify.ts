import pg from 'pg';
import '../platform/database/data-source.js';
import { bound } from '../platform/database/sql.js';
import { DATABASE_IDENTITY, readHeads, type SealHead } from '../platform/event-store/seal-head.js';
import { type Verdict, verifyEvents } from '../platform/event-store/verifier.js';
import { type Reader } from '../platform/database/unit-of-work.js';
import { explain } from '../platform/process.js';

const USAGE = `events:verify [--from <sequence>] [--to <sequence>] [--since <block>:<code>] [--json]
  without options checks everything; --since takes a head as an earlier run printed it, and checks what came after`;

/** Wrong use and unreachable databases end with 2, so that 1 always means a fault in the events. */
const EXIT_UNUSABLE = 2;

class WrongUse extends Error {}

interface Wanted {
  from?: number;
  to?: number;
  since?: Pick<SealHead, 'number' | 'hmac'>;
  json: boolean;
}

function readArguments(args: readonly string[]): Wanted {
  const wanted: Wanted = { json: false };
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index]!;
    if (name === '--json') {
      wanted.json = true;
      continue;
    }
    const value = args[++index] ?? '';
    const head = /^([1-9]\d*):([0-9a-f]{64})$/.exec(value);
    if ((name === '--from' || name === '--to') && /^[1-9]\d{0,14}$/.test(value))
      wanted[name.slice(2) as 'from' | 'to'] = Number(value);
    else if (name === '--since' && head) wanted.since = { number: Number(head[1]), hmac: head[2]! };
    else throw new WrongUse(USAGE);
  }
  if (wanted.since && (wanted.from ?? wanted.to)) throw new WrongUse(USAGE);
  return wanted;
}

/** Checks the event store of DATABASE_URL in one snapshot, with SEAL_KEY and the head in DATA_DIR; answers the exit code. */
async function verify(wanted: Wanted): Promise<number> {
  const { DATABASE_DIRECT_URL, DATABASE_URL, SEAL_KEY: sealKey, DATA_DIR: dataDir } = process.env;
  // One long transaction: it would keep one of a pooler's few connections.
  const url = DATABASE_DIRECT_URL || DATABASE_URL;
  if (!url || !sealKey)
    throw new WrongUse('DATABASE_URL and SEAL_KEY must be set: the seals cannot be checked without their key.');
  const client = new pg.Client({ connectionString: url, application_name: 'crm-verify', keepAlive: true });
  await client.connect();
  const began = performance.now();
  try {
    const [{ identity }] = (await client.query<{ identity: string }>(bound(DATABASE_IDENTITY))).rows as [
      { identity: string },
    ];
    // Before the snapshot: a head of later than that would look as if its block had been cut off.
    const head = dataDir ? (await readHeads(dataDir))[identity] : undefined;
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const reader: Reader = { query: async (statement) => (await client.query(bound(statement))).rows };
    const verdict = await verifyEvents(reader, {
      ...wanted,
      sealKey,
      head,
      onProgress: wanted.json ? undefined : progress(),
    });
    if (wanted.json) console.log(JSON.stringify(verdict));
    else report(verdict, head, (performance.now() - began) / 1000);
    return verdict.ok ? 0 : 1;
  } finally {
    await client.end();
  }
}

function progress(): (done: number, of: number) => void {
  let said = performance.now();
  return (done, of) => {
    if (performance.now() - said < 2000) return;
    said = performance.now();
    console.log(`  ${number(done)} of ${number(of)} events checked`);
  };
}

function report(verdict: Verdict, head: SealHead | undefined, seconds: number): void {
  const { events, blocks, waiting, first, faults, fault_count } = verdict;
  const pace = events > 0 ? `, ${number(Math.round(events / seconds))} a second` : '';
  console.log(
    `  ${number(events)} events in ${number(blocks)} blocks, ${seconds.toFixed(1)} s${pace}; ${number(waiting)} wait for the sealer`,
  );
  if (!head)
    console.log(
      '  no head of this database is kept in DATA_DIR/seal.head, so that events cut off at the end would not show',
    );
  for (const fault of faults.slice(0, 20)) {
    console.log(
      `  ${fault.kind}  ${fault.sequence === null ? 'outside the sequence' : `sequence ${fault.sequence}`}  ${fault.event_id ?? ''}  ${fault.event ?? ''}\n    ${fault.detail}`,
    );
  }
  if (fault_count > 20) console.log(`  … and ${number(fault_count - 20)} more`);
  if (verdict.head)
    console.log(`  head  ${verdict.head.number}:${verdict.head.hmac}  (keep it elsewhere; --since checks from it on)`);
  if (first)
    console.log(
      `The events do not hold. First bad event: ${first.event_id ?? first.event ?? `sequence ${first.sequence}`} (${first.kind}).`,
    );
  else console.log('The events hold: nothing was edited, moved, deleted or cut off.');
}

const number = (value: number) => value.toLocaleString('en');

try {
  process.exitCode = await verify(readArguments(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof WrongUse ? error.message : `The events cannot be verified. ${explain(error)}`);
  process.exitCode = EXIT_UNUSABLE;
}
