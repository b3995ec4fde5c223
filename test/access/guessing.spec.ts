import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PASSWORD, System } from '../support/system.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(30_000);

let system: System;
beforeAll(async () => {
  system = await System.start({ worker: false });
}, 120_000);
afterAll(() => system?.stop(), 60_000);

const logIn = (username: string, password: string) => system.anonymous().post('/auth/login', { username, password });
const statuses = async (count: number, username: string, password = 'wrong-guess') => {
  const all: number[] = [];
  for (let n = 0; n < count; n += 1) all.push((await logIn(username, password)).status);
  return all;
};
/** As if every delay had run out. */
const waitOut = () => system.query('UPDATE sign_in_delay SET free_at = clock_timestamp()');
const forgetAll = () =>
  system.query('DELETE FROM sign_in_delay').then(() => system.query('DELETE FROM address_bucket'));

describe('guessing a password', () => {
  it.each(['broker1', 'nobody.of.this.name'])(
    'of %s costs 1, 2, 4 … 300 seconds from the third mistake on',
    async (username) => {
      expect(await statuses(3, username)).toEqual([401, 401, 401]);
      const delays: number[] = [];
      for (let n = 0; n < 11; n += 1) {
        const refused = await logIn(username, 'wrong-guess');
        expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
        delays.push(Number(refused.headers.get('retry-after')));
        await waitOut();
        expect(await statuses(1, username)).toEqual([401]);
      }
      expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    },
  );

  it('refuses the right password too while the delay runs, and takes it after', async () => {
    await forgetAll();
    await statuses(3, 'broker2');
    expect((await logIn('broker2', PASSWORD)).status).toBe(429);
    await waitOut();
    expect((await logIn('broker2', PASSWORD)).status).toBe(200);
    expect(await statuses(3, 'broker2')).toEqual([401, 401, 401]);
  });

  it('is no quicker with forty tries at once, or with the name written otherwise', async () => {
    await forgetAll();
    const names = ['broker3', 'BROKER3', 'Broker3'];
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => logIn(names[n % 3]!, `guess-number-${n}`)));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(3);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(37);
  });

  it('knows no name by letters that only look like its own, each of which would be a fresh start', async () => {
    await forgetAll();
    expect((await logIn('adm\u0130n', PASSWORD)).status).toBe(401);
    // The Kelvin sign is a k to whoever lowers it, and so is one and the same name to all of us.
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => logIn(n % 2 ? 'broker3' : 'bro\u212aer3', `guess-number-${n}`)),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(3);
  });

  it('lets forty right ones in at once', async () => {
    await forgetAll();
    const answers = await Promise.all(Array.from({ length: 40 }, () => logIn('manager2', PASSWORD)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(40).fill(200));
  });

  it('from elsewhere cannot hold the owner up where they have signed in before', async () => {
    await forgetAll();
    expect((await logIn('manager1', PASSWORD)).status).toBe(200);
    // What a horde at other addresses leaves behind: the account's own delay at its longest. The one row that a
    // stranger's mistakes make beside the pair's shows which key is the account's.
    await statuses(1, 'manager2.not.there');
    const rows = await system.query<{ key: Buffer }>('SELECT key FROM sign_in_delay WHERE NOT known');
    expect(rows).toHaveLength(2);
    await system.query(
      `UPDATE sign_in_delay SET failures = 40, free_at = clock_timestamp() + interval '300 s' WHERE NOT known`,
    );
    expect((await logIn('manager2.not.there', PASSWORD)).status).toBe(429);
    expect((await logIn('manager1', PASSWORD)).status).toBe(200);
    await statuses(1, 'manager1');
    expect(await system.query('SELECT key FROM sign_in_delay WHERE NOT known')).toHaveLength(2);
  });

  it('over many names from one address empties its bucket, which outlives a restart', async () => {
    await forgetAll();
    await statuses(1, 'spray.0');
    await system.query(`UPDATE address_bucket SET level = 98, updated_at = clock_timestamp()`);
    expect(await statuses(1, 'spray.1')).toEqual([401]);
    // Full, and for as long as a restart may take.
    await system.query(`UPDATE address_bucket SET level = 100, updated_at = clock_timestamp() + interval '1 minute'`);
    await system.api.stop();
    await system.api.start();
    const refused = await logIn('spray.2', 'wrong-guess');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect((await logIn('broker1', PASSWORD)).status).toBe(429);
    await system.query(`UPDATE address_bucket SET updated_at = clock_timestamp() - interval '20 s'`);
    expect((await logIn('broker1', PASSWORD)).status).toBe(200);
  });

  it('leaves a fact for a known name, and neither name nor address in the tables', async () => {
    await forgetAll();
    await statuses(1, 'affiliate1');
    await statuses(1, 'somebody.unknown');
    await eventually(async () => {
      const failed = await system.query(
        `SELECT data - 'sealed' AS data FROM event_store JOIN app_user ON app_user.id::text = aggregate_id
         WHERE aggregate_type = 'user' AND event_type = 'UserLoginFailed' AND username = 'affiliate1'`,
      );
      expect(failed).toEqual([{ data: { reason: 'wrong_password' } }]);
    }, 5);
    const [{ kept }] = await system.query(
      `SELECT string_agg(encode(key, 'escape'), ' ') AS kept FROM (SELECT key FROM sign_in_delay UNION ALL SELECT key FROM address_bucket) AS keys`,
    );
    expect(kept).not.toMatch(/affiliate1|somebody|127\.0/);
    const [{ stored }] = await system.query(
      `SELECT string_agg(data::text || metadata::text, ' ') AS stored FROM event_store`,
    );
    expect(stored).not.toMatch(/somebody\.unknown/);
  });
});

describe('whether a name exists', () => {
  it('is told neither by the answer nor by its time', async () => {
    await forgetAll();
    const known = ['admin', 'head_sales', 'manager1', 'manager2', 'broker1', 'broker2', 'broker3', 'affiliate1'];
    const times = { known: [] as number[], unknown: [] as number[] };
    const bodies = new Set<string>();
    const measure = async (kind: 'known' | 'unknown', username: string) => {
      const begun = performance.now();
      const { status, body } = await logIn(username, 'wrong-guess');
      times[kind].push(performance.now() - begun);
      const { request_id: _, ...rest } = body;
      bodies.add(JSON.stringify([status, rest]));
    };
    for (let round = 0; round < 3; round += 1) {
      for (const name of known) {
        await measure('known', name);
        await measure('unknown', `not.${name}.${round}`);
      }
    }
    expect(bodies.size).toBe(1);
    const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
    // A check of a password takes twenty times as long as all the rest: without one, this would be 0.05 or 20.
    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });
});

describe('registering', () => {
  const register = (client = system.anonymous()) => {
    const name = `newcomer-${(registered += 1)}`;
    return client.post('/auth/register', { username: name, email: `${name}@example.com`, password: PASSWORD });
  };
  let registered = 0;

  it('is open to 200 in ten minutes from one address, a restart or not, and to an admin always', async () => {
    await forgetAll();
    expect((await register()).status).toBe(201);
    await system.query('UPDATE request_limit SET used = 199');
    expect((await register()).status).toBe(201);
    await system.api.stop();
    await system.api.start();
    const refused = await register();
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    expect((await register(await system.as('admin'))).status).toBe(201);
    expect(await system.query(`SELECT used FROM request_limit`)).toEqual([{ used: 201 }]);
  });
});
