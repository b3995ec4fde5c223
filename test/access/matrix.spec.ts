import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client } from '../support/client.js';
import { must } from '../support/journey.js';
import { inModules, Program } from '../support/program.js';
import { System } from '../support/system.js';
import { fillTheBook, type Holding } from './support/book.js';
import { ORACLE, type Row, type Rule, seesEarnings, seesHolding } from './support/oracle.js';
import { hire, type Person } from './support/staff.js';

const AT_ONCE = 8;
const AFFILIATES_VIEW = ['created_at', 'first_name', 'id', 'last_name', 'status', 'type'];

interface Case {
  route: string;
  person: Person | null;
  whose: string;
  expected: '401' | '403' | '404' | 'allowed';
  send: () => Promise<{ status: number }>;
}

/** Every route × everybody × every ownership, against an oracle that knows nothing of the program. */
describe('the access matrix', () => {
  let system: System;
  let staff: Map<string, Person>;
  let book: Holding[];
  let commissions: { id: number; beneficiary_id: number }[];
  let routes: { route: string; rule: Rule }[];

  beforeAll(async () => {
    system = await System.start();
    staff = await hire(system);
    book = await fillTheBook(system, staff);
    await system.quiet(120);
    commissions = await system.query('SELECT id, beneficiary_id FROM commission ORDER BY id');
    const { paths } = must(await system.anonymous().get('/openapi.json'), 200);
    routes = Object.entries<object>(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => {
        const route = `${method.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{[^}]*\}/g, '{}')}`;
        return { route, rule: ORACLE[route]! };
      }),
    );
  }, 300_000);
  afterAll(() => system?.stop(), 60_000);

  const clientOf = (person: Person | null): Promise<Client> =>
    person ? system.as(person.name) : Promise.resolve(system.anonymous());
  const everybody = () => [null, ...staff.values()];

  /** The ids that a route can be asked for, and who of the signed-in would see each. */
  function rowsOf(row: Row): { id: number; whose: string; earnedBy?: number; seenBy: (person: Person) => boolean }[] {
    if (row === 'none') return [{ id: 1, whose: "nobody's", seenBy: () => true }];
    if (row === 'commission') {
      return commissions.map(({ id, beneficiary_id }) => ({
        id,
        whose: `user ${beneficiary_id}'s`,
        earnedBy: beneficiary_id,
        seenBy: (person) => seesEarnings(person, beneficiary_id, staff),
      }));
    }
    return book.map((holding) => ({
      id: holding[row],
      whose: holding.name,
      seenBy: (person) => seesHolding(person, holding, staff),
    }));
  }

  function casesOf({ route, rule }: { route: string; rule: Rule }): Case[] {
    const [method, template] = route.split(' ') as [string, string];
    return everybody().flatMap((person) =>
      rowsOf(rule.row).map(({ id, whose, earnedBy, seenBy }) => ({
        route,
        person,
        whose,
        expected:
          rule.neverOnesOwn && person?.id === earnedBy
            ? '403'
            : expectation(rule, person, person !== null && seenBy(person)),
        send: async () => {
          const path =
            template.replace('{}', rule.inBody ? '1' : String(id)).replaceAll('{}', '1') + (rule.query?.(id) ?? '');
          const body = method === 'GET' || method === 'DELETE' ? undefined : (rule.body?.(id) ?? {});
          // Signing out ends its own session: one's other requests go on with another.
          const client =
            person && template === '/auth/logout' ? await system.signIn(person.name) : await clientOf(person);
          return client.send(method, path, body, { headers: rule.headers });
        },
      })),
    );
  }

  function expectation({ who, row }: Rule, person: Person | null, seen: boolean): Case['expected'] {
    if (who === 'anybody') return 'allowed';
    if (person === null) return '401';
    if (!who.includes(person.role)) return '403';
    return row === 'none' || seen ? 'allowed' : '404';
  }

  const isAsExpected = (expected: Case['expected'], rule: Rule, status: number) =>
    expected === 'allowed'
      ? // What a row-less route says beyond the door (an unknown id, a wrong password) is not the door's matter.
        status < 500 &&
        (rule.row === 'none'
          ? rule.who === 'anybody' || ![401, 403].includes(status)
          : ![401, 403, 404].includes(status))
      : String(status) === expected;

  it('knows every route of the router', () => {
    expect(routes.filter(({ rule }) => !rule).map(({ route }) => route)).toEqual([]);
    expect(routes.length).toBeGreaterThan(30);
  });

  it('holds for every route, everybody and every ownership', async () => {
    const cases = routes
      .filter(({ rule, route }) => rule && !route.endsWith('/stream'))
      .flatMap((route) => casesOf(route));
    const wrong: string[] = [];
    const queue = [...cases];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          const { status } = await next.send();
          if (!isAsExpected(next.expected, ORACLE[next.route]!, status)) {
            wrong.push(
              `${next.route} as ${next.person?.name ?? 'anonymous'}, ${next.whose}: ${next.expected} expected, ${status} came`,
            );
          }
        }
      }),
    );
    expect(wrong).toEqual([]);
    const { length } = cases;
    console.log(
      `${length} cases: ${routes.length} routes × ${staff.size} people and nobody × ${book.length} ownerships`,
    );
    expect(length).toBeGreaterThan(4000);
  }, 240_000);

  it('wrote nothing for anybody on what they do not see', async () => {
    const written = await system.query<{ prospect: number; user_id: number; event_type: string }>(
      `SELECT coalesce(quote.prospect_id, policy.prospect_id, prospect.id) AS prospect, (metadata->>'user_id')::int AS user_id, event_type
       FROM event_store
         LEFT JOIN prospect ON aggregate_type = 'prospect' AND prospect.id::text = aggregate_id
         LEFT JOIN quote ON aggregate_type = 'quote' AND quote.id::text = aggregate_id
         LEFT JOIN policy ON aggregate_type = 'policy' AND policy.id::text = aggregate_id
       WHERE metadata->>'source' = 'api' AND aggregate_type IN ('prospect', 'quote', 'policy')`,
    );
    const people = new Map([...staff.values()].map((person) => [person.id, person]));
    const holdings = new Map(book.map((holding) => [holding.prospect, holding]));
    const known = written.filter(({ prospect }) => holdings.has(prospect));
    expect(known.length).toBeGreaterThan(100);
    expect(
      known.filter(({ prospect, user_id }) => !seesHolding(people.get(user_id)!, holdings.get(prospect)!, staff)),
    ).toEqual([]);
  });

  it.each<[string, 'prospect' | 'quote' | 'policy']>([
    ['/prospects', 'prospect'],
    ['/quotes', 'quote'],
    ['/policies', 'policy'],
  ])(
    'lists at %s exactly what one sees',
    async (path, row) => {
      for (const person of staff.values()) {
        const answer = await (
          await clientOf(person)
        ).get(`${path}?limit=100&sort=created_at`.replace('created_at', row === 'policy' ? 'signed_at' : 'created_at'));
        if (!(ORACLE[`GET ${path}`]!.who as string[]).includes(person.role)) {
          expect(answer.status).toBe(403);
          continue;
        }
        const listed = new Set(must(answer, 200).map((one: { id: number }) => one.id));
        const expected = book.map((holding) => ({ name: holding.name, listed: seesHolding(person, holding, staff) }));
        expect({
          [person.name]: book.map((holding) => ({ name: holding.name, listed: listed.has(holding[row]) })),
        }).toEqual({ [person.name]: expected });
        expect(answer.headers.get('x-total-count')).toBe(String(listed.size));
      }
    },
    60_000,
  );

  it("lists at /commissions exactly what one and one's reports earn", async () => {
    expect(commissions.length).toBeGreaterThan(15);
    for (const person of staff.values()) {
      const listed = must(await (await clientOf(person)).get('/commissions?limit=100'), 200).map(
        (one: { id: number }) => one.id,
      );
      const expected = commissions.filter((one) => seesEarnings(person, one.beneficiary_id, staff)).map(({ id }) => id);
      expect({ [person.name]: listed.sort((a: number, b: number) => a - b) }).toEqual({ [person.name]: expected });
    }
  }, 60_000);

  it('shows an affiliate six fields of a prospect and no more, wherever it comes from', async () => {
    const affiliate = await system.as('affiliate1');
    const { prospect } = book.find((holding) => holding.referred === 'affiliate1')!;
    expect(Object.keys(must(await affiliate.get(`/prospects/${prospect}`), 200)).sort()).toEqual(AFFILIATES_VIEW);
    for (const one of must(await affiliate.get('/prospects'), 200))
      expect(Object.keys(one).sort()).toEqual(AFFILIATES_VIEW);
    const made = must(
      await affiliate.post('/prospects', {
        type: 'individual',
        first_name: 'Ada',
        last_name: 'Neri',
        email: 'ada@example.com',
        phone: '+39 333 7654321',
      }),
      201,
    );
    expect(Object.keys(made).sort()).toEqual(AFFILIATES_VIEW);
  });

  it('lets an affiliate find and sort by nothing that the six fields do not show', async () => {
    const affiliate = await system.as('affiliate1');
    const { paths } = must(await affiliate.get('/openapi.json'), 200);
    const names = paths['/api/v1/prospects'].get.parameters.map((one: { name: string }) => one.name);
    const shown = ['limit', 'skip', 'cursor', 'sort', 'status', 'type', 'q'];
    const hidden = names
      .filter((name: string) => !shown.includes(name))
      .map((name: string) => `${name}=${{ risk_category: 'high' }[name] ?? 5}`);
    expect(hidden.length).toBeGreaterThan(1);
    for (const query of [...hidden, 'sort=updated_at', 'sort=-updated_at']) {
      const answer = await affiliate.get(`/prospects?${query}`);
      expect([query, answer.status, answer.body.errors?.[0].code]).toEqual([query, 422, 'not_shown']);
    }
    const [{ email, phone }] = await system.query(
      `SELECT prospect.email, prospect.phone FROM prospect JOIN app_user ON app_user.id = referred_by WHERE username = 'affiliate1'`,
    );
    for (const text of [email, phone]) {
      const answer = await affiliate.get(`/prospects?q=${encodeURIComponent(text)}`);
      expect([must(answer, 200), answer.headers.get('x-total-count')]).toEqual([[], '0']);
    }
  });

  it('answers the same for a row out of sight as for one that is not there', async () => {
    const broker = await system.as('broker1');
    const { prospect } = book.find((holding) => holding.assigned === 'broker3')!;
    const outOfSight = await broker.get(`/prospects/${prospect}`);
    const absent = await broker.get('/prospects/2000000000');
    const { instance: _one, request_id: _its, ...hidden } = outOfSight.body;
    const { instance: _other, request_id: _theirs, ...missing } = absent.body;
    expect(hidden).toEqual(missing);
    expect([...outOfSight.headers.keys()].sort()).toEqual([...absent.headers.keys()].sort());
  });

  it('does not boot with a route that has no entry', async () => {
    const environment = {
      ...system.environment,
      NODE_OPTIONS: '--import=./test/access/support/planted-route.mjs',
    };
    const planted = new Program('main.js', environment, inModules);
    await expect(planted.start()).rejects.toThrow(/no entry in the access table.*PlantedController\.planted/s);
  }, 30_000);
});
