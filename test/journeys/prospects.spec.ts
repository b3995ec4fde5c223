import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Client } from '../support/client.js';
import { aComparison, aPolicy, aProspect, MARCO, must } from '../support/journey.js';
import { FINDS, FINDS_NOBODY, STORED } from '../support/searches.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(60_000);

/** What brokers, managers and affiliates do with prospects all day. */
describe('prospects', () => {
  let system: System;
  let admin: Client,
    manager1: Client,
    manager2: Client,
    broker1: Client,
    broker2: Client,
    broker3: Client,
    affiliate: Client,
    searching: Client;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    // As an operator who sets nothing would have it.
    system = await System.start({ environment: { FIRST_MAILS_PER_DAY: '' } });
    const as = (name: string) => system.as(name);
    [admin, manager1, manager2, broker1, broker2, broker3, affiliate] = await Promise.all([
      as('admin'),
      as('manager1'),
      as('manager2'),
      as('broker1'),
      as('broker2'),
      as('broker3'),
      as('affiliate1'),
    ]);
    // Who has nobody yet, so that whoever is found is one of theirs.
    await admin.post('/auth/register', { username: 'searching', email: 'searching@example.com', password: PASSWORD });
    searching = await as('searching');
    for (const { username, id } of await system.query('SELECT username, id FROM app_user')) ids[username] = id;
  }, 120_000);
  afterAll(() => system?.end());

  const read = async (who: Client, id: number) => must(await who.get(`/prospects/${id}`), 200);

  describe('belong to somebody', () => {
    it("a broker's to the broker, who may name nobody else", async () => {
      expect(await read(broker1, await aProspect(broker1))).toMatchObject({
        assigned_broker: ids.broker1,
        created_by: ids.broker1,
      });
      expect(await broker1.post('/prospects', { ...MARCO, assigned_broker: ids.broker2 })).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    });

    it("an affiliate's to the supervising broker, with the affiliate as who referred it", async () => {
      const id = await aProspect(affiliate);
      expect(await read(broker1, id)).toMatchObject({
        assigned_broker: ids.broker1,
        referred_by: ids.affiliate1,
        created_by: ids.affiliate1,
      });
    });

    it("a manager's to nobody, or to whom in the team the manager names", async () => {
      expect((await read(manager1, await aProspect(manager1))).assigned_broker).toBeNull();
      expect((await read(broker2, await aProspect(manager1, { assigned_broker: ids.broker2 }))).assigned_broker).toBe(
        ids.broker2,
      );
      expect((await manager1.post('/prospects', { ...MARCO, assigned_broker: ids.broker3 })).status).toBe(403);
    });

    it('and can be assigned within the team', async () => {
      const id = await aProspect(broker1);
      expect(await broker1.post(`/prospects/${id}/assign`, { broker_id: ids.broker2 })).toMatchObject({ status: 403 });
      expect(await manager2.post(`/prospects/${id}/assign`, { broker_id: ids.broker3 })).toMatchObject({ status: 404 });
      expect(await manager1.post(`/prospects/${id}/assign`, { broker_id: ids.broker3 })).toMatchObject({ status: 403 });
      expect(await manager1.post(`/prospects/${id}/assign`, { broker_id: ids.affiliate1 })).toMatchObject({
        status: 422,
      });
      expect(
        must(await manager1.post(`/prospects/${id}/assign`, { broker_id: ids.broker2 }), 200).assigned_broker,
      ).toBe(ids.broker2);
      expect(must(await admin.post(`/prospects/${id}/assign`, { broker_id: ids.broker3 }), 200).assigned_broker).toBe(
        ids.broker3,
      );
      // Its creator keeps seeing it, the team in between no longer has it.
      expect((await broker1.get(`/prospects/${id}`)).status).toBe(200);
      expect((await broker2.get(`/prospects/${id}`)).status).toBe(404);
      expect((await broker3.get(`/prospects/${id}`)).status).toBe(200);
    });
  });

  describe('have a status', () => {
    const set = (id: number, status: string) => broker1.post(`/prospects/${id}/status`, { status });

    it('that a broker sets to contacted and declined, and back to contacted', async () => {
      const id = await aProspect(broker1);
      for (const status of ['contacted', 'declined', 'contacted'])
        expect(must(await set(id, status), 200).status).toBe(status);
    });

    it('that a broker cannot set to what follows from quotes and policies', async () => {
      const id = await aProspect(broker1);
      for (const status of ['new', 'quoted', 'policy_signed', 'happy'])
        expect((await set(id, status)).status).toBe(422);
    });

    it('that moves by itself and never back', async () => {
      const { prospect_id: id } = await aPolicy(broker1);
      await system.quiet();
      expect((await read(broker1, id)).status).toBe('policy_signed');
      expect(await set(id, 'contacted')).toMatchObject({
        status: 409,
        body: { code: 'status_not_reachable', status: 409, prospect_status: 'policy_signed' },
      });
      await aComparison(broker1, id, { insurance_type: 'auto', coverage_amount: 20_000 });
      await system.quiet();
      expect((await read(broker1, id)).status).toBe('policy_signed');
    });
  });

  describe('change', () => {
    it('by PATCH, on the version that was read', async () => {
      const id = await aProspect(broker1, { notes: 'first' });
      const etag = (await broker1.get(`/prospects/${id}`)).headers.get('etag')!;
      expect(etag).toBe('"1"');
      const patch = (headers: Record<string, string>) =>
        broker1.patch(`/prospects/${id}`, { notes: 'second' }, { headers });
      expect(await patch({})).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
      const changed = await patch({ 'if-match': etag });
      expect(changed).toMatchObject({ status: 200, body: { notes: 'second', first_name: 'Marco', version: 2 } });
      expect(changed.headers.get('etag')).toBe('"2"');
      expect(await patch({ 'if-match': etag })).toMatchObject({ status: 412, body: { code: 'stale' } });
      expect(must(await patch({ 'if-match': '"2"' }), 200).version).toBe(2);
    });

    it('by PUT, which replaces everything', async () => {
      const id = await aProspect(broker1, { notes: 'gone soon', risk_category: 'low' });
      const put = must(await broker1.put(`/prospects/${id}`, { ...MARCO, last_name: 'Verdi' }), 200);
      expect(put).toMatchObject({ last_name: 'Verdi', notes: null, risk_category: null, assigned_broker: ids.broker1 });
      expect((await broker1.put(`/prospects/${id}`, MARCO, { headers: { 'if-match': '"1"' } })).status).toBe(412);
      expect((await broker1.put(`/prospects/${id}`, { type: 'individual' })).status).toBe(422);
    });

    it('of two at once on one version, one', async () => {
      const id = await aProspect(broker1);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          broker1.patch(`/prospects/${id}`, { notes: `note ${index}` }, { headers: { 'if-match': '"1"' } }),
        ),
      );
      expect(answers.map((one) => one.status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    });

    it('and go, while nothing hangs on them', async () => {
      const id = await aProspect(broker1);
      expect((await broker1.delete(`/prospects/${id}`)).status).toBe(204);
      expect((await broker1.get(`/prospects/${id}`)).status).toBe(404);
      expect((await broker1.delete(`/prospects/${id}`)).status).toBe(404);
      const quoted = await aProspect(broker1);
      await aComparison(broker1, quoted);
      expect(await broker1.delete(`/prospects/${quoted}`)).toMatchObject({
        status: 409,
        body: { code: 'prospect_in_use' },
      });
    });
  });

  describe('are found', () => {
    const find = async (who: Client, query: string) => must(await who.get(`/prospects?${query}`), 200) as any[];

    it('by a part of name, e-mail, phone or tax code, whatever the case', async () => {
      const id = await aProspect(broker3, {
        first_name: 'Żaneta',
        last_name: "O'Brien-Kraft",
        email: 'zaneta@kraft.example',
        phone: '+49 30 901820',
        birth_date: '1980-01-01',
        tax_code: 'RSSMRA80A01H501U',
      });
      for (const part of ['żaneta', 'BRIEN-KR', 'kraft.ex', '4930901', 'rssmra80']) {
        expect((await find(broker3, `q=${encodeURIComponent(part)}`)).map((one) => one.id)).toEqual([id]);
      }
      expect(await find(broker3, 'q=%25')).toEqual([]);
      expect(await find(broker2, `q=brien-kr`)).toEqual([]);
      expect((await find(manager2, `q=brien-kr`)).map((one) => one.id)).toEqual([id]);
    });

    it('as people type it: words in any order, accents or none, codes and numbers as when creating', async () => {
      const key: Record<number, string> = {};
      for (const [name, person] of Object.entries(STORED)) {
        key[
          await aProspect(searching, {
            phone: '+39 02 5550101',
            email: `${name}@nowhere.example`,
            birth_date: '1970-01-01',
            ...person,
          })
        ] = name;
      }
      const found = async (typed: string) =>
        (await find(searching, `q=${encodeURIComponent(typed)}`)).map((one) => key[one.id]);
      const wrong = [];
      for (const [typed, name] of FINDS) {
        const names = await found(typed);
        if (!names.includes(name)) wrong.push(`${typed} finds not ${name} but ${names.join(', ')}`);
      }
      for (const typed of FINDS_NOBODY) {
        const names = await found(typed);
        if (names.length > 0) wrong.push(`${typed} finds ${names.join(', ')}`);
      }
      expect(wrong).toEqual([]);
      // The words in another order are still one person, not everybody with a part of them.
      for (const typed of [
        'esposito luca',
        'dangelo',
        '347 9988776',
        'griffin srl',
        'mario.rossi@studio-legale.example',
        '민수 김',
      ])
        expect(await found(typed)).toHaveLength(1);
    });

    it('by a name or number that has just changed, and no longer by the one before', async () => {
      const id = await aProspect(searching, { last_name: 'Quaglia' });
      must(
        await searching.patch(
          `/prospects/${id}`,
          { last_name: 'Fagiano', phone: '348 1122334' },
          { headers: { 'if-match': '"1"' } },
        ),
        200,
      );
      for (const [typed, count] of [
        ['fagiano', 1],
        ['348 1122 334', 1],
        ['quaglia', 0],
      ] as const) {
        expect([typed, await find(searching, `q=${encodeURIComponent(typed)}`)]).toEqual([
          typed,
          Array.from({ length: count }, () => expect.objectContaining({ id })),
        ]);
      }
    });

    it('in the order of their names as a person would file them, forwards and backwards, page by page', async () => {
      const person = (last_name: string, first_name: string) => ({ last_name, first_name });
      const filed = [
        person('Ámbar', 'Zoe'),
        person('Bellini', 'Zita'),
        { type: 'business', company_name: 'Càffe Òro S.p.A.', vat_number: '01234567897', ...person('Aa', 'Aa') },
        person('D’Amico', 'Luca'),
        person('damico', 'Marco'),
        person('De Luca', 'Anna'),
        person('Rossi', 'Anna'),
        person('ROSSI', 'Zeno'),
        person('Rossi Bianchi', 'Aldo'),
        person('Żak', 'Jan'),
        person('Иванов', 'Пётр'),
      ];
      const made: number[] = [];
      for (const one of filed.toReversed())
        made.unshift(await aProspect(searching, { ...one, risk_category: 'high', birth_date: '1970-01-01' }));
      for (const [sort, expected] of [
        ['name', made],
        ['-name', made.toReversed()],
      ] as const) {
        const seen: number[] = [];
        let path: string | undefined = `/prospects?risk_category=high&limit=4&sort=${sort}`;
        while (path) {
          const page: any = await searching.get(path);
          seen.push(...page.body.map((one: any) => one.id));
          path = /^<\/api\/v1(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
        }
        expect(seen).toEqual(expected);
      }
    });

    it('page by page: all of them, each once, in a total order', async () => {
      for (let index = 0; index < 7; index += 1) await aProspect(broker2, { last_name: `Pagina${index}` });
      // The same instant for all, so that the order rests on the ids.
      await system.query(`UPDATE prospect SET created_at = '2026-01-01T00:00:00Z' WHERE last_name LIKE 'Pagina%'`);
      for (const sort of ['created_at', '-created_at']) {
        const seen: number[] = [];
        let path: string | undefined = `/prospects?q=pagina&limit=3&sort=${sort}`;
        let pages = 0;
        while (path) {
          const page: any = await broker2.get(path);
          expect(page.headers.get('x-total-count')).toBe('7');
          seen.push(...page.body.map((one: any) => one.id));
          path = /^<\/api\/v1(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
          pages += 1;
          // Who comes while one turns the pages does not shift them.
          if (pages === 1 && sort === '-created_at') await aProspect(broker2, { last_name: 'Later' });
        }
        expect(pages).toBe(3);
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => (sort === 'created_at' ? a - b : b - a)));
        expect(seen).toHaveLength(7);
      }
      await system.query(`UPDATE prospect SET created_at = occurred_at FROM event_store
        WHERE aggregate_type = 'prospect' AND aggregate_id = prospect.id::text AND event_store.version = 1 AND last_name LIKE 'Pagina%'`);
    });

    it('made and kept, made and handed over, or given by somebody: each once, in one order', async () => {
      const made = [
        await aProspect(broker2),
        await aProspect(broker3),
        await aProspect(broker2),
        await aProspect(broker3),
        await aProspect(broker2),
      ];
      must(await admin.post(`/prospects/${made[1]}/assign`, { broker_id: ids.broker2 }), 200);
      must(await admin.post(`/prospects/${made[2]}/assign`, { broker_id: ids.broker3 }), 200);
      const all = async (path: string) => {
        const page = await broker2.get(path);
        return { ids: must(page, 200).map((one: any) => one.id) as number[], total: page.headers.get('x-total-count') };
      };
      const { ids: seen, total } = await all('/prospects?limit=100');
      expect(seen.slice(0, 4)).toEqual([made[4], made[2], made[1], made[0]]);
      expect([...new Set(seen)]).toEqual(seen);
      expect(total).toBe(String(seen.length));
      expect((await all('/prospects?limit=2&skip=1')).ids).toEqual(seen.slice(1, 3));
      expect((await all('/prospects?limit=100&sort=created_at')).ids).toEqual(seen.toReversed());
      const updated = await all('/prospects?limit=100&sort=-updated_at');
      expect(updated.ids.toSorted()).toEqual(seen.toSorted());
      expect(updated.total).toBe(total);
    });

    it('or not, with a clear word about the query', async () => {
      for (const query of [
        'limit=0',
        'limit=101',
        'limit=x',
        'sort=password',
        'cursor=abc',
        'status=happy',
        'colour=blue',
      ]) {
        expect([query, (await broker1.get(`/prospects?${query}`)).status]).toEqual([query, 422]);
      }
    });
  });

  describe('carry an Italian tax code', () => {
    it.each([
      ['RSSMRC85C15H501X', 'tax_code_check_letter', /check letter .* is X, but must be [A-W]/],
      ['RSSMRC85D15H501X', 'tax_code_month', /Character 9 .* is D, .* needs C/],
      ['RSSMRC85C16H501X', 'tax_code_day', /is 16, .* needs 15, or 55/],
      ['RSSMRC84C15H501X', 'tax_code_year', /is 84, .* needs 85/],
      ['RSS1RC85C15H501X', 'tax_code_name', /must be letters, not 'RSS1RC'/],
      ['RSSMRC85C15H501', 'tax_code_length', /this one has 15/],
    ])('%s is refused for what is wrong in it', async (tax_code, code, message) => {
      const { status, body } = await broker1.post('/prospects', { ...MARCO, tax_code });
      expect(status).toBe(422);
      expect(body.errors).toContainEqual({ field: 'tax_code', code, message: expect.stringMatching(message) });
    });

    it('with the letter that the refusal named it is taken, as it should be written', async () => {
      const { body } = await broker1.post('/prospects', { ...MARCO, tax_code: 'rss mrc 85c15 h501x' });
      const letter = /must be ([A-Z])/.exec(body.detail)![1];
      const prospect = must(
        await broker1.post('/prospects', { ...MARCO, tax_code: `rss mrc 85c15 h501${letter}` }),
        201,
      );
      expect(prospect.tax_code).toBe(`RSSMRC85C15H501${letter}`);
    });
  });

  describe('are written to', () => {
    it('with a word to the broker who was given one, not to the one who made it', async () => {
      const own = await aProspect(broker3, { last_name: 'Own' });
      const given = await aProspect(manager2, { last_name: 'Given', assigned_broker: ids.broker3 });
      const referred = await aProspect(affiliate, { last_name: 'Sent' });
      await system.quiet();
      const told = await system.query(
        `SELECT aggregate_id::int AS id, result FROM event_delivery WHERE subscriber = 'broker-notification' AND aggregate_id = ANY($1)`,
        [[own, given, referred].map(String)],
      );
      expect(new Map(told.map(({ id, result }) => [id, result]))).toEqual(
        new Map<number, object>([
          [own, { skipped: 'made by the broker themselves' }],
          [given, { mails: 1 }],
          [referred, { mails: 1 }],
        ]),
      );
      const [mail] = (await system.mails()).filter(
        ({ subject }) => subject === `You have a new prospect, number ${given}`,
      );
      expect([(mail!.to as any).text, mail!.replyTo]).toEqual(['broker3@insurance-crm.example', undefined]);
      expect(mail!.text).toContain('+39\u00a0333\u00a0123\u00a04567');
    });

    describe('for the first time no more than fifty times a day', () => {
      const OWN = 'mailer@example.com';
      let mailer: Client, id: number, day: string;
      /** The addresses that were taken; which of those that come at once are, nobody knows beforehand. */
      let taken: string[];
      const enter = (address: string) => mailer.post('/prospects', { ...MARCO, email: address });
      const counted = () => system.query('SELECT mails, day FROM first_mail WHERE user_id = $1', [id]);
      const alerts = async () => {
        await system.quiet();
        return (await system.mails()).filter(
          ({ subject }) => subject === `User ${id} has used up the day’s first mails`,
        );
      };

      beforeAll(async () => {
        id = must(
          await system.anonymous().post('/auth/register', { username: 'mailer', email: OWN, password: PASSWORD }),
          201,
        ).id;
        mailer = await system.as('mailer');
        // Noon of the day after, so that no midnight comes in between.
        const [tomorrow] = await system.query(
          `SELECT ((company_now() AT TIME ZONE 'Europe/Rome')::date + 1)::text AS day`,
        );
        day = tomorrow!.day;
        await system.moveClock(`${day}T11:00:00Z`);
      });

      it('though many are entered at once: of 60, each is taken or refused whole', async () => {
        const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => enter(`first.${n}@EXAMPLE.org`)));
        const refused = answers.filter(({ status }) => status !== 201);
        taken = answers.filter(({ status }) => status === 201).map(({ body }) => body.email as string);
        expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
          Array.from({ length: 10 }, () => [429, 'too_many_first_mails']),
        );
        // Half a day is left, but for the seconds that this took; both days of a changed clock are none of these.
        for (const { headers, body } of refused) {
          expect(headers.get('retry-after')).toBe(String(body.retry_after));
          expect(body.retry_after).toBeGreaterThan(10 * 3600);
          expect(body.retry_after).toBeLessThanOrEqual(12 * 3600);
        }
        expect(await system.query(`SELECT count(*) AS count FROM prospect WHERE created_by = $1`, [id])).toEqual([
          { count: '50' },
        ]);
        expect(await counted()).toMatchObject([{ mails: 50 }]);
      });

      it('and nobody learns by a request that cannot succeed whether an address is in the book', async () => {
        const asked = (email: string) => mailer.post('/prospects', { ...MARCO, email, birth_date: '2999-01-01' });
        expect(
          (await Promise.all([asked('nobody.knows@example.org'), asked(MARCO.email)])).map(({ status }) => status),
        ).toEqual([422, 422]);
      });

      it('and the admins are told, once', async () => {
        const [alert, ...more] = await alerts();
        expect(more).toEqual([]);
        expect((alert!.to as any).text).toBe('admin@insurance-crm.example');
        expect(alert!.text).toContain('50 addresses');
        expect(
          await system.query(`SELECT data FROM event_store WHERE event_type = 'UserFirstMailLimitReached'`),
        ).toMatchObject([{ data: { day, limit: 50 } }]);
      });

      it('while whom we have written to before can be entered still, and one whose address stays can be changed', async () => {
        const known = must(await enter(taken[0]!), 201);
        const { headers, body } = await mailer.get(`/prospects/${known.id}`);
        const changed = await mailer.patch(
          `/prospects/${known.id}`,
          { email: body.email, notes: 'Called.' },
          { headers: { 'if-match': headers.get('etag')! } },
        );
        expect(changed.status).toBe(200);
        expect(await counted()).toMatchObject([{ mails: 50 }]);
      });

      it('and no other way leads to a stranger: an address that is changed counts like one that is new', async () => {
        const known = must(await enter(taken[1]!), 201);
        const patched = await mailer.patch(
          `/prospects/${known.id}`,
          { email: 'stranger@example.net' },
          { headers: { 'if-match': '"1"' } },
        );
        const put = await mailer.put(`/prospects/${known.id}`, { ...MARCO, email: 'stranger@example.net' });
        for (const { status, body } of [patched, put])
          expect([status, body.code]).toEqual([429, 'too_many_first_mails']);
        expect(must(await mailer.get(`/prospects/${known.id}`), 200)).toMatchObject({ email: taken[1], version: 1 });
      });

      it('each for themselves, and affiliates too', async () => {
        must(await broker1.post('/prospects', { ...MARCO, email: 'other.stranger@example.net' }), 201);
        await system.query(
          `INSERT INTO first_mail (user_id, day, mails) VALUES ($1, $2, 50)
          ON CONFLICT (user_id) DO UPDATE SET day = excluded.day, mails = 50`,
          [ids.affiliate1, day],
        );
        expect(await affiliate.post('/prospects', { ...MARCO, email: 'third@example.net' })).toMatchObject({
          status: 429,
          body: { code: 'too_many_first_mails' },
        });
      });

      it('until the next day, which begins anew', async () => {
        await system.moveClock(new Date(Date.parse(`${day}T23:00:01Z`)).toISOString());
        must(await enter('next.day@example.org'), 201);
        expect(await counted()).toMatchObject([{ mails: 1 }]);
        expect(await alerts()).toHaveLength(1);
      });
    });
  });

  describe('are to an affiliate', () => {
    it('those referred, as six fields, and nothing more', async () => {
      const id = await aProspect(affiliate, { last_name: 'Referred', email: 'secret@referred.example' });
      const shown = await read(affiliate, id);
      expect(Object.keys(shown).sort()).toEqual(['created_at', 'first_name', 'id', 'last_name', 'status', 'type']);
      const list = must(await affiliate.get('/prospects'), 200) as any[];
      expect(list.map((one) => Object.keys(one).length)).toEqual(list.map(() => 6));
      expect(must(await affiliate.get('/prospects?q=referred'), 200)).toHaveLength(1);
      expect(must(await affiliate.get('/prospects?q=secret'), 200)).toHaveLength(0);
      expect((await affiliate.get(`/prospects/${await aProspect(broker1)}`)).status).toBe(404);
    });

    it('found and filed by first and last name alone', async () => {
      const business = {
        type: 'business',
        company_name: 'Alimentari Zùccaro',
        vat_number: '01234567897',
        birth_date: null,
        email: 'hidden@zuccaro.example',
        phone: '348 7654321',
      };
      const made = [
        await aProspect(affiliate, { ...business, first_name: 'Zeno', last_name: 'Žuk' }),
        await aProspect(affiliate, { first_name: 'Aldo', last_name: 'D’Avì' }),
      ];
      const found = async (query: string) =>
        must(await affiliate.get(`/prospects?${query}`), 200).map((one: any) => one.id);
      for (const typed of ['zuk zeno', 'ZENO', 'žu'])
        expect([typed, await found(`q=${encodeURIComponent(typed)}`)]).toEqual([typed, [made[0]]]);
      for (const typed of ['davi', "D'Avi aldo"])
        expect([typed, await found(`q=${encodeURIComponent(typed)}`)]).toEqual([typed, [made[1]]]);
      for (const typed of [
        'alimentari',
        'zuccaro',
        'hidden@zuccaro.example',
        '348 7654321',
        '01234567897',
        'IT01234567897',
        'zeno alimentari',
      ]) {
        expect([typed, await found(`q=${encodeURIComponent(typed)}`)]).toEqual([typed, []]);
      }
      const filed = (await found('sort=name&limit=100')) as number[];
      expect([filed.indexOf(made[1]!) < filed.indexOf(made[0]!), filed.at(-1)]).toEqual([true, made[0]]);
      const page: any = await affiliate.get('/prospects?sort=-name&limit=1');
      expect(Buffer.from(/cursor=([\w-]+)/.exec(page.headers.get('link'))![1]!, 'base64url').toString()).toContain(
        '"zuk  zeno"',
      );
    });

    it('nobody to change, quote or sell to', async () => {
      const id = await aProspect(affiliate);
      const attempts = [
        affiliate.patch(`/prospects/${id}`, { notes: 'x' }, { headers: { 'if-match': '"1"' } }),
        affiliate.delete(`/prospects/${id}`),
        affiliate.post(`/prospects/${id}/status`, { status: 'declined' }),
        affiliate.post('/quotes/generate', { prospect_id: id, insurance_type: 'life', coverage_amount: 1000 }),
        affiliate.get('/quotes'),
        affiliate.get('/policies'),
      ];
      expect((await Promise.all(attempts)).map((one) => one.status)).toEqual(attempts.map(() => 403));
    });
  });
});
