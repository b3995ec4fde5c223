import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { foldOne, type Fold } from '../../src/kernel/aggregate.js';
import '../../src/platform/database/data-source.js';
import { hashOf } from '../../src/platform/event-store/event-store.js';
import { PersonalData, type SealedBox } from '../../src/platform/event-store/personal-data.js';
import { DATABASE_IDENTITY, readHeads } from '../../src/platform/event-store/seal-head.js';
import { verifyEvents } from '../../src/platform/event-store/verifier.js';
import { foldUser } from '../../src/modules/auth/users/user.js';
import { foldCommission } from '../../src/modules/commissions/commission.js';
import { foldPayout } from '../../src/modules/payouts/payout.js';
import { foldPolicy } from '../../src/modules/policies/index.js';
import { foldProspect } from '../../src/modules/prospects/prospect.js';
import { foldComparison } from '../../src/modules/quotes/comparison.js';
import { foldQuote } from '../../src/modules/quotes/quote.js';
import { bound, type Sql } from '../../src/platform/database/sql.js';
import { SUBSCRIPTIONS } from '../../src/sagas/queues.js';
import { TEST_SECRETS } from './database.js';
import { queuedJobs } from './queued-jobs.js';
import { type System } from './system.js';

const FOLDS: Record<string, { table: string; fold: Fold<any, any> }> = {
  user: { table: 'app_user', fold: foldUser },
  prospect: { table: 'prospect', fold: foldProspect },
  comparison: { table: 'comparison', fold: foldComparison },
  quote: { table: 'quote', fold: foldQuote },
  policy: { table: 'policy', fold: foldPolicy },
  commission: { table: 'commission', fold: foldCommission },
  payout: { table: 'payout', fold: foldPayout },
};

/** Per cent of the term's premium for broker, manager and affiliate: terms 1, 2, and 3 and later. */
const RATES = [
  [15n, 5n, 3n],
  [10n, 3n, 2n],
  [5n, 2n, 1n],
] as const;

interface Facts {
  system: System;
  events: any[];
  opened: any[];
  violations: string[];
}

/**
 * What must hold whenever nothing is under way, whatever happened before; answers each violation in a sentence.
 * `accepted`: quote ids that a client was told (2xx) are accepted; `received`: Message-IDs that the SMTP server read.
 */
export async function checkInvariants(
  system: System,
  { accepted = [], received }: { accepted?: number[]; received?: string[] } = {},
): Promise<string[]> {
  const facts = await gathered(system);
  chainsHold(facts);
  await sealsHold(facts);
  await rowsAreFoldedEvents(facts);
  await ownersAreTheProspects(facts);
  await acceptedQuotesHavePolicies(facts, accepted);
  await numbersAreGapless(facts);
  await commissionsAreExact(facts);
  await clawbacksAreExact(facts);
  await moneyIsPaidOnce(facts);
  await mailsWentOnce(facts, received);
  await contractsAreKept(facts);
  await deliveriesAreSettled(facts);
  await queuesAreEmpty(facts);
  await nothingPersonalLeaked(facts);
  return facts.violations;
}

/** Streams that do not hang together, and rows that are not what folding their stream gives, one sentence each. */
export async function unfoldedRows(system: System): Promise<string[]> {
  const facts = await gathered(system);
  chainsHold(facts);
  await rowsAreFoldedEvents(facts);
  return facts.violations;
}

async function gathered(system: System): Promise<Facts> {
  const events = await system.query(
    `SELECT *, encode(prev_hash, 'hex') AS previous, encode(hash, 'hex') AS hash FROM event_store ORDER BY aggregate_type, aggregate_id, version`,
  );
  return { system, events, opened: await opened(system, events), violations: [] };
}

/** Runs the product's own statements. */
const readerOf = (system: System) => ({
  query: (statement: Sql) => system.query<any>(bound(statement).text, bound(statement).values),
});

/** Events with the personal fields opened by the product's own key handling. */
async function opened(system: System, events: any[]): Promise<any[]> {
  const units = {
    ...readerOf(system),
    once: (_name: string, compute: () => Promise<unknown>) => compute(),
  };
  const personal = new PersonalData(units as never, { DATA_KEY: TEST_SECRETS.DATA_KEY } as never);
  return Promise.all(
    events.map(async (event) => {
      const { sealed, ...open } = event.data as { sealed?: SealedBox };
      if (!sealed) return event;
      const secret = (await personal.open(sealed)) as { data: object } | null;
      return { ...event, data: { ...open, ...secret?.data } };
    }),
  );
}

function chainsHold({ events, violations }: Facts): void {
  let previous = { stream: '', version: 0, hash: '' };
  for (const event of events) {
    const stream = `${event.aggregate_type}/${event.aggregate_id}`;
    if (stream !== previous.stream) previous = { stream, version: 0, hash: '' };
    const name = `${event.event_type} ${event.version} of ${stream}`;
    if (event.version !== previous.version + 1) violations.push(`${name} does not follow version ${previous.version}`);
    if (event.previous !== previous.hash) violations.push(`${name} is not chained to the event before`);
    if (hashOf(previous.hash, event) !== event.hash) violations.push(`${name} has another hash than its content`);
    previous = { stream, version: event.version, hash: event.hash };
  }
}

/** As the auditor's command finds them, with the head that is kept outside the database. */
async function sealsHold({ system, violations }: Facts): Promise<void> {
  const [{ identity }] = (await system.query<{ identity: string }>(bound(DATABASE_IDENTITY).text)) as [
    { identity: string },
  ];
  const head = (await readHeads(system.dataDir))[identity];
  const { faults } = await verifyEvents(readerOf(system), {
    sealKey: TEST_SECRETS.SEAL_KEY,
    head,
  });
  for (const { kind, event, detail } of faults)
    violations.push(`${event ?? 'an event that is gone'} is ${kind}: ${detail}`);
}

async function rowsAreFoldedEvents({ system, opened: events, violations }: Facts): Promise<void> {
  for (const [aggregate, { table, fold }] of Object.entries(FOLDS)) {
    const rows = new Map((await system.query(`SELECT * FROM ${table}`)).map((row) => [String(row.id), row]));
    const streams = Map.groupBy(
      events.filter((one) => one.aggregate_type === aggregate),
      (one) => one.aggregate_id as string,
    );
    for (const [id, stream] of streams) {
      const row = rows.get(id);
      rows.delete(id);
      if (!row || stream.at(-1).event_type === 'ProspectDeleted') {
        if (row || stream.at(-1).event_type !== 'ProspectDeleted')
          violations.push(`${aggregate} ${id}: row and events disagree on its being there`);
        continue;
      }
      const state = stream.reduce(
        (present, event) => foldOne(fold, Number(id), present, { ...event, type: event.event_type }),
        undefined,
      );
      for (const [column, value] of Object.entries(state)) {
        if (isDeepStrictEqual(plain(value), plain(row[column]))) continue;
        violations.push(
          `${aggregate} ${id}: ${column} is ${JSON.stringify(row[column])}, its events say ${JSON.stringify(value)}`,
        );
      }
    }
    for (const id of rows.keys()) violations.push(`${aggregate} ${id} has a row and no events`);
  }
}

/** Numbers alike however they are written, floats as exact as their column. */
function plain(value: unknown): unknown {
  if (typeof value === 'string' && /^-?\d+\.\d+$/.test(value)) return value.replace(/\.?0+$/, '');
  if (typeof value === 'number') return Math.fround(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
  return value ?? null;
}

/** What quotes and policies say of whose they are is what their prospect says. */
async function ownersAreTheProspects({ system, violations }: Facts): Promise<void> {
  const rows = await system.query(
    `SELECT kind, one.id FROM (
       SELECT 'quote' AS kind, id, prospect_id, assigned_broker, prospect_creator FROM quote
       UNION ALL SELECT 'policy', id, prospect_id, assigned_broker, prospect_creator FROM policy) AS one JOIN prospect ON prospect.id = prospect_id
     WHERE (one.assigned_broker, prospect_creator) IS DISTINCT FROM (prospect.assigned_broker, prospect.created_by)`,
  );
  for (const { kind, id } of rows) violations.push(`${kind} ${id} is shown to others than its prospect`);
}

async function acceptedQuotesHavePolicies({ system, violations }: Facts, accepted: number[]): Promise<void> {
  const promised = new Set(accepted);
  const rows = await system.query(
    `SELECT q.id, q.status, count(p.id) AS policies FROM quote q LEFT JOIN policy p ON p.quote_id = q.id GROUP BY q.id`,
  );
  for (const { id, status, policies } of rows) {
    if (Number(policies) !== (status === 'accepted' ? 1 : 0))
      violations.push(`quote ${id} is ${status} and has ${policies} policies`);
    if (promised.delete(id) && status !== 'accepted') violations.push(`the acceptance of quote ${id} was lost`);
  }
  for (const id of promised) violations.push(`quote ${id}, which was accepted, is not there`);
}

async function numbersAreGapless({ system, violations }: Facts): Promise<void> {
  const policies = await system.query<{ policy_number: string }>(
    'SELECT policy_number FROM policy ORDER BY policy_number',
  );
  for (const [year, numbers] of Map.groupBy(policies, ({ policy_number }) => policy_number.slice(4, 8))) {
    numbers.forEach(({ policy_number }, index) => {
      const due = `INS-${year}-${String(index + 1).padStart(6, '0')}`;
      if (policy_number !== due) violations.push(`${policy_number} stands where ${due} belongs`);
    });
    const [series] = await system.query('SELECT last_number FROM number_series WHERE series = $1', [`policy-${year}`]);
    if (series?.last_number !== numbers.length)
      violations.push(
        `${numbers.length} policies of ${year} are numbered, the series stands at ${series?.last_number}`,
      );
  }
}

/** From the events, with the rates as the business states them. */
async function commissionsAreExact({ system, opened: events, violations }: Facts): Promise<void> {
  const due = events
    .filter((one) => ['PolicyCreated', 'PolicyRenewed'].includes(one.event_type))
    .flatMap((event) => {
      const { term, annual_premium, broker_id, manager_id, affiliate_id } = event.data;
      const rates = RATES[Math.min(term, 3) - 1]!;
      const earners = [
        ['broker', broker_id],
        ['manager', broker_id && manager_id],
        ['affiliate', affiliate_id],
      ] as const;
      return earners.flatMap(([role, id], index) => {
        const amount = (BigInt(String(annual_premium).replace('.', '')) * rates[index]! + 50n) / 100n;
        return id && amount > 0n ? [`policy ${event.aggregate_id} term ${term}: ${role} ${id} ${amount}`] : [];
      });
    });
  const rows = await system.query(`SELECT * FROM commission WHERE corrects_id IS NULL`);
  const made = rows.map(
    (row) =>
      `policy ${row.policy_id} term ${row.term}: ${row.beneficiary_role} ${row.beneficiary_id} ${BigInt(row.amount.replace('.', ''))}`,
  );
  const [wrong, missing] = [without(made, due), without(due, made)];
  if (wrong.length + missing.length > 0)
    violations.push(`commissions are ${wrong.join(', ')}; due are ${missing.join(', ')}`);
}

/**
 * From the cancellations: amount × (premium − kept) / premium, half up, of each row not rejected; kept is what was
 * earned, and of it what had been paid where the policy lapsed.
 */
async function clawbacksAreExact({ system, opened: events, violations }: Facts): Promise<void> {
  const cents = (amount: unknown) => BigInt(String(amount).replace('.', ''));
  const rows = await system.query(
    `SELECT earned.id, earned.policy_id, earned.term, earned.amount, earned.status, sum(taken.amount) AS taken
     FROM commission earned LEFT JOIN commission taken ON taken.corrects_id = earned.id
     WHERE earned.corrects_id IS NULL GROUP BY earned.id`,
  );
  const cancelled = new Map(
    events
      .filter((one) => one.event_type === 'PolicyCancelled')
      .flatMap(({ aggregate_id, data }) =>
        (data.terms as any[]).map((term) => [`${aggregate_id}/${term.term}`, { ...term, cause: data.cause }] as const),
      ),
  );
  const paid = Map.groupBy(
    events.filter((one) => one.event_type === 'InstalmentPaid'),
    ({ aggregate_id, data }) => `${aggregate_id}/${data.term}`,
  );
  for (const row of rows) {
    const term = cancelled.get(`${row.policy_id}/${row.term}`);
    const [premium, earned] = term ? [cents(term.annual_premium), cents(term.earned)] : [1n, 1n];
    const cameIn = (paid.get(`${row.policy_id}/${row.term}`) ?? []).reduce(
      (sum, { data }) => sum + cents(data.amount),
      0n,
    );
    const kept = term?.cause === 'unpaid' && cameIn < earned ? cameIn : earned;
    const due = (2n * cents(row.amount) * (premium - kept) + premium) / (2n * premium);
    const taken = row.taken === null ? 0n : -cents(row.taken);
    // A row may have been rejected before the cancellation, or by it, or after its share was taken back.
    if (taken !== due && !(row.status === 'rejected' && taken === 0n))
      violations.push(`commission ${row.id}: ${taken} cents were taken back, ${due} are due`);
  }
}

/** What is left of some texts when others are taken away, each once. */
function without(some: string[], others: string[]): string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return some.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

/** What is paid stands in one payout line with its amount; nothing takes back more than its row earned. */
async function moneyIsPaidOnce({ system, violations }: Facts): Promise<void> {
  const unlike = await system.query(
    `SELECT commission.id FROM commission FULL JOIN payout_item item ON item.commission_id = commission.id
     WHERE (commission.status = 'paid') IS DISTINCT FROM (item.commission_id IS NOT NULL)
       OR (item.commission_id IS NOT NULL AND (item.payout_id, item.amount, item.beneficiary_id)
         IS DISTINCT FROM (commission.payout_id, commission.amount, commission.beneficiary_id))`,
  );
  for (const { id } of unlike) violations.push(`commission ${id} and its payout line disagree`);
  const totals = await system.query(
    `SELECT id FROM payout LEFT JOIN payout_item ON payout_id = payout.id
     GROUP BY id HAVING total IS DISTINCT FROM sum(amount) OR count <> count(commission_id)`,
  );
  for (const { id } of totals) violations.push(`payout ${id} does not add up`);
  const owing = await system.query(
    `SELECT payout_id, beneficiary_id FROM payout_item GROUP BY payout_id, beneficiary_id HAVING sum(amount) < 0`,
  );
  for (const { payout_id, beneficiary_id } of owing)
    violations.push(`payout ${payout_id} takes money from user ${beneficiary_id}`);
  const tooMuch = await system.query(
    `SELECT taken.id FROM commission taken JOIN commission earned ON earned.id = taken.corrects_id
     WHERE -taken.amount > earned.amount OR taken.amount >= 0`,
  );
  for (const { id } of tooMuch) violations.push(`commission ${id} takes back more than was earned`);
}

async function mailsWentOnce({ system, violations }: Facts, received: string[] | undefined): Promise<void> {
  const rows = await system.query(`SELECT event_id, template, recipient, message_id, status FROM mail`);
  const keys = (of: any[], key: (row: any) => string) => new Set(of.map(key)).size;
  if (keys(rows, (row) => row.message_id) !== rows.length) violations.push('two mails share a Message-ID');
  for (const row of rows) {
    if (row.status === 'sending') violations.push(`the ${row.template} mail of ${row.event_id} was never finished`);
  }
  if (received) {
    const [known, there] = [new Set(rows.map((row) => row.message_id as string)), new Set(received)];
    for (const { message_id, status } of rows)
      if (status === 'sent' && !there.has(message_id))
        violations.push(`mail ${message_id} was sent and never received`);
    for (const id of there) if (!known.has(id)) violations.push(`mail ${id} was received and is on no record`);
  }
  if (system.environment.SMTP_URL) return;
  const files = (await system.mails()).map((mail) => mail.messageId).sort();
  const sent = rows
    .filter((row) => row.status === 'sent')
    .map((row) => row.message_id)
    .sort();
  if (!isDeepStrictEqual(files, sent))
    violations.push(`mails in the folder are ${files.join()}, on record ${sent.join()}`);
}

async function contractsAreKept({ system, events, violations }: Facts): Promise<void> {
  const contracts = await system.query('SELECT * FROM contract');
  const terms = events.filter((one) => ['PolicyCreated', 'PolicyRenewed'].includes(one.event_type));
  const firstOnes = Map.groupBy(
    contracts.filter((one) => one.contract_version === 1),
    (one) => `${one.policy_id}/${one.term}`,
  );
  for (const { aggregate_id, data } of terms) {
    const first = firstOnes.get(`${aggregate_id}/${data.term}`) ?? [];
    if (first.length !== 1)
      violations.push(`policy ${aggregate_id} term ${data.term} has ${first.length} first contracts`);
  }
  const documents = system.documents();
  for (const { policy_id, sha256, size } of contracts) {
    const bytes = await documents.get(sha256).catch(() => Buffer.alloc(0));
    const same = createHash('sha256').update(bytes).digest('hex') === sha256 && bytes.length === size;
    if (!same || !bytes.subarray(0, 5).equals(Buffer.from('%PDF-')))
      violations.push(`the contract of policy ${policy_id} is not what is kept of it`);
  }
}

async function deliveriesAreSettled({ system, events, violations }: Facts): Promise<void> {
  const rows = await system.query('SELECT event_id, subscriber, event_type, status, last_error FROM event_delivery');
  for (const { event_type, subscriber, status, last_error } of rows) {
    if (status === 'done' || status === 'skipped' || (status === 'dead' && last_error)) continue;
    violations.push(`${event_type} for ${subscriber} is ${status}: ${last_error}`);
  }
  const made = new Set(rows.map((row) => `${row.event_id}.${row.subscriber}`));
  const owed = events
    .flatMap((event) =>
      SUBSCRIPTIONS.subscribersOf(event.event_type, event.aggregate_type).map(
        (subscriber) => `${event.event_id}.${subscriber}`,
      ),
    )
    .sort();
  const missing = owed.filter((one) => !made.has(one));
  if (missing.length > 0) violations.push(`deliveries are missing: ${missing.join()}`);
}

async function queuesAreEmpty({ system, violations }: Facts): Promise<void> {
  // A job outlives its effect by the moment in which its end is acknowledged: a lost acknowledgement is not a violation yet.
  let jobs = await queuedJobs(system);
  for (let tries = 0; jobs.length > 0 && tries < 75; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    jobs = await queuedJobs(system);
  }
  if (jobs.length > 0) violations.push(`jobs are left in the queue: ${jobs.slice(0, 3).join(' ')}`);
}

async function nothingPersonalLeaked({ system, violations }: Facts): Promise<void> {
  const prospects = await system.query(
    'SELECT id, last_name, company_name, email, phone, tax_code, birth_date, notes FROM prospect',
  );
  const [{ stored }] = await system.query(
    `SELECT string_agg(data::text || metadata::text, ' ') AS stored FROM event_store WHERE aggregate_type <> 'user'`,
  );
  const secrets = prospects.flatMap(({ id, ...personal }) =>
    Object.entries(personal).flatMap(([field, value]) =>
      typeof value === 'string' && value.length >= 5 ? [{ value, name: `${field} of prospect ${id}` }] : [],
    ),
  );
  const log = system.output;
  for (const name of found(secrets, log)) violations.push(`${name} stands in the log`);
  for (const name of found(secrets, stored ?? '')) violations.push(`${name} stands in stored events`);
}

/** The secrets that a text holds, by their first five letters: one pass, however many secrets and however long the text. */
export function found(secrets: { value: string; name: string }[], text: string): string[] {
  const byStart = Map.groupBy(secrets, ({ value }) => value.slice(0, 5));
  const names = new Set<string>();
  for (let at = 0; at + 5 <= text.length; at += 1) {
    for (const { value, name } of byStart.get(text.slice(at, at + 5)) ?? [])
      if (text.startsWith(value, at)) names.add(name);
  }
  return [...names];
}
