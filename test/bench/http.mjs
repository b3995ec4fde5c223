import { loadBook, loadFresh } from './support/book.mjs';
import { startLimit } from './support/child.mjs';
import { loadHttp } from './support/load.mjs';
import { compare } from './support/rounds.mjs';
import { signIn, startRole, withClient } from './support/system.mjs';

const BROKER = 'broker1';
const CONNECTIONS = 25;
/** Far more than any machine quotes or accepts in the rounds that there are; both sides draw from the same stock. */
const FRESH_PER_SECOND = 1000;
const SIDES = 2;

const PERSON = {
  type: 'individual',
  first_name: 'Marco',
  last_name: 'Rossi',
  email: 'marco.rossi@example.com',
  phone: '+39 333 1234567',
  birth_date: '1985-03-15',
  risk_category: 'low',
};
const NEED = { insurance_type: 'life', coverage_amount: 200_000 };

/**
 * The operations over HTTP, each beside the limit on the same book: `{ rows, api, read, single }`; `read` is one of `single`, each
 * `[operation, next(): a request]`; `startOther` starts what stands in the limit's place. The worker is off meanwhile, so that the deliveries of one side's turn do not take the other's time.
 */
export async function measureHttp(server, plan) {
  const { rounds, seconds, warmUp, prospects, dashboards, say, attempt } = plan;
  const { startOther = () => startLimit('server.mjs', server.environment) } = plan;
  const { ownerUrl } = server.postgres;
  say(`a book of ${prospects.toLocaleString('en')} prospects`);
  await loadBook(ownerUrl, prospects);
  const fresh = Math.ceil(FRESH_PER_SECOND * (warmUp + seconds * rounds) * SIDES);
  const toQuote = await loadFresh(ownerUrl, server.environment.DATA_KEY, BROKER, fresh, false);
  const toAccept = await loadFresh(ownerUrl, server.environment.DATA_KEY, BROKER, fresh, true);
  const mine = await withClient(
    ownerUrl,
    async (client) =>
      (
        await client.query(
          `SELECT id FROM prospect WHERE assigned_broker = (SELECT id FROM app_user WHERE username = $1) ORDER BY random() LIMIT 2000`,
          [BROKER],
        )
      ).rows,
  );

  const sides = {
    ours: await startRole('api', server.environment),
    limit: await startOther(),
  };
  const tokens = {};
  for (const name of [BROKER, 'manager1', 'admin']) tokens[name] = await signIn(sides.ours.url, name);

  const get = (path, user = BROKER) => ({
    method: 'GET',
    path: `/api/v1${path}`,
    headers: { authorization: `Bearer ${tokens[user]}` },
  });
  const post = (path, body) => ({
    method: 'POST',
    path: `/api/v1${path}`,
    headers: { authorization: `Bearer ${tokens[BROKER]}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const any = () => mine[Math.floor(Math.random() * mine.length)].id;
  const operations = [
    ['GET one prospect', () => get(`/prospects/${any()}`)],
    ['POST prospect', () => post('/prospects', PERSON)],
    ['POST eligibility check', () => post('/eligibility/check', { prospect_id: any(), ...NEED })],
    ['POST quotes/generate', () => post('/quotes/generate', { ...NEED, prospect_id: taken(toQuote).prospect_id })],
    ['POST accept', () => post(`/policies/${taken(toAccept).quote_id}/accept`, {})],
    ['GET dashboard, broker', () => get('/dashboard'), dashboards],
    ['GET dashboard, manager', () => get('/dashboard', 'manager1'), dashboards],
    ['GET dashboard, admin', () => get('/dashboard', 'admin'), dashboards],
  ];

  // Before anything counts, the code is compiled for what it does: that takes some thousand requests.
  const turnOf = (short, amount) =>
    short ? (amount ? { amount: CONNECTIONS } : { seconds: warmUp }) : { seconds, amount };
  const rows = [];
  // A slow answer is counted by number, so that every turn has enough of them.
  for (const [operation, next, amount] of operations) {
    say(operation);
    const turn =
      ({ url, pid }) =>
      (short) =>
        loadHttp({ url, pid, next, connections: CONNECTIONS, ...turnOf(short, amount) });
    await attempt(`http: ${operation}`, async () => {
      const row = await compare(operation, { rounds, ours: turn(sides.ours), limit: turn(sides.limit) });
      say(`  ${row.ours_rps}/s beside ${row.limit_rps}/s, ${row.ours_cpu_us} µs beside ${row.limit_cpu_us} µs`);
      rows.push(row);
    });
  }
  await sides.limit.stop();
  return { rows, api: sides.ours, read: operations[0], single: operations.slice(0, 3) };
}

function taken(stock) {
  const one = stock.pop();
  if (!one) throw new Error('The stock of prospects is used up: this machine is faster than the bench expects.');
  return one;
}
