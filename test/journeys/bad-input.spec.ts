import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Answer, type Client } from '../support/client.js';
import { aComparison, aProspect, MARCO, must, quoteOf } from '../support/journey.js';
import { System } from '../support/system.js';

jest.setTimeout(60_000);

/** What nobody should send: a clear problem, and nothing changed. */
describe('bad input', () => {
  let system: System;
  let broker: Client;
  let other: Client;
  let prospect: number;
  let comparison: any;

  beforeAll(async () => {
    system = await System.start({ worker: false });
    await system.moveClock('2026-11-24T09:00:00Z');
    [broker, other] = await Promise.all([system.as('broker1'), system.as('broker3')]);
    prospect = await aProspect(broker);
    comparison = await aComparison(broker, prospect);
  });
  afterAll(() => system?.end());

  const events = async () => (await system.query('SELECT count(*) AS n FROM event_store'))[0].n as number;

  /** Sends it and looks at the problem and at the event store. */
  async function refused(send: () => Promise<Answer>, status: number, code: string): Promise<any> {
    const before = await events();
    const answer = await send();
    expect(answer.body).toMatchObject({
      status,
      code,
      type: `/api/v1/problems/${code}`,
      request_id: expect.any(String),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toMatch(/ at .*\.[jt]s:|SELECT |INSERT |node_modules|QueryFailedError/);
    expect(await events()).toBe(before);
    return answer.body;
  }

  const fields = (body: any) => body.errors.map((one: any) => one.field);

  it.each([
    ['an unknown field', { favourite_colour: 'blue' }, 'unknown_field', ['favourite_colour']],
    ["a field that is not the caller's to set", { status: 'policy_signed', id: 1 }, 'unknown_field', ['status', 'id']],
    ['a future birth date', { birth_date: '2026-11-25' }, 'validation_failed', ['birth_date']],
    ['a day that no calendar has', { birth_date: '1985-02-30' }, 'validation_failed', ['birth_date']],
    ['no e-mail address', { email: 'marco' }, 'validation_failed', ['email']],
    ['no telephone number', { phone: '12' }, 'validation_failed', ['phone']],
    [
      'a person without a name',
      { first_name: null, last_name: null },
      'validation_failed',
      ['first_name', 'last_name'],
    ],
    ['a control character', { last_name: 'Ros\u0000si' }, 'validation_failed', ['last_name']],
    ['another type', { type: 'robot' }, 'validation_failed', ['type']],
  ])('refuses a prospect with %s', async (_, changes, code, named) => {
    const body = await refused(() => broker.post('/prospects', { ...MARCO, ...changes }), 422, code);
    expect(fields(body).sort()).toEqual([...named].sort());
  });

  it.each([0, -1, -0.01, 1e308, 1000.123, 10_000_000.01, 'NaN', '500000', null, [], {}])(
    'refuses a coverage of %j',
    async (coverage_amount) => {
      for (const path of ['/quotes/generate', '/eligibility/check']) {
        if (path === '/eligibility/check' && coverage_amount === null) continue;
        const body = await refused(
          () => broker.post(path, { prospect_id: prospect, insurance_type: 'life', coverage_amount }),
          422,
          'validation_failed',
        );
        expect(fields(body)).toEqual(['coverage_amount']);
      }
    },
  );

  it.each([
    ['NaN', '{"prospect_id": 1, "insurance_type": "life", "coverage_amount": NaN}'],
    ['a broken object', '{"prospect_id": 1'],
    ['nothing at all', ''],
  ])('refuses JSON that is none: %s', async (_, body) => {
    await refused(() => broker.post('/quotes/generate', body), 400, 'malformed_json');
  });

  it('refuses a forged prototype, and says so', async () => {
    const body = await refused(
      () => broker.post('/quotes/generate', '{"__proto__": {"role": "admin"}}'),
      422,
      'validation_failed',
    );
    expect(body.errors[0]).toMatchObject({ code: 'forbidden_key', message: expect.stringContaining('__proto__') });
  });

  it('says of what is missing that it is required, and what may be there where something is not known', async () => {
    const missing = await refused(
      () => broker.post('/quotes/generate', { prospect_id: prospect }),
      422,
      'validation_failed',
    );
    expect(missing.errors).toEqual([
      { field: 'insurance_type', code: 'required', message: 'insurance_type is required' },
      { field: 'coverage_amount', code: 'required', message: 'coverage_amount is required' },
    ]);
    const nameless = await refused(
      () => broker.post('/prospects', { ...MARCO, last_name: undefined }),
      422,
      'validation_failed',
    );
    expect(nameless.errors).toEqual([
      { field: 'last_name', code: 'required', message: 'last_name is required for a person or family' },
    ]);
    const unknown = await refused(() => broker.post('/quotes/1/reject', { why: 'x' }), 422, 'unknown_field');
    expect(unknown.errors[0].message).toBe('why is not a field of this request: it takes reason');
  });

  const RIDDLED = {
    type: 'individual',
    first_name: 5,
    last_name: '\u200b\u2800',
    email: '"john doe"@example.com',
    phone: '12',
    birth_date: '2030-01-01',
    tax_code: 'RSSMRA85B30H501C',
    risk_category: 'extreme',
    notes: 'a\u0000b',
    colour: 'blue',
  };
  const RIDDLES = [
    'birth_date birth_date_in_future',
    'colour unknown_field',
    'email is_email_address',
    'first_name is_string',
    'last_name is_not_empty',
    'notes control_characters',
    'phone phone_invalid',
    'risk_category is_in',
    'tax_code tax_code_day',
  ];
  const named = (body: any) => [...new Set(body.errors.map((one: any) => `${one.field} ${one.code}`))].sort();

  it('names all that is wrong with a prospect in one answer, each field by the most basic rule that it breaks', async () => {
    for (const [method, path, headers] of [
      ['POST', '/prospects', {}],
      ['PUT', `/prospects/${prospect}`, {}],
      ['PATCH', `/prospects/${prospect}`, { 'if-match': '*' }],
    ] as const) {
      const body = await refused(
        () => broker.send(method, path, RIDDLED, { headers: { ...headers } }),
        422,
        'validation_failed',
      );
      expect(named(body)).toEqual(RIDDLES);
    }
    expect((await broker.post('/prospects', { ...MARCO, first_name: 5 })).body.errors).toEqual([
      { field: 'first_name', code: 'is_string', message: 'first_name must be text' },
    ]);
  });

  it('looks at what stands there as well where a PATCH is refused, and at who is named where a POST is', async () => {
    const patched = await refused(
      () =>
        broker.patch(
          `/prospects/${prospect}`,
          { first_name: null, email: 'a@b', tax_code: 'RSSMRA84C15H501K' },
          { headers: { 'if-match': '*' } },
        ),
      422,
      'validation_failed',
    );
    expect(named(patched)).toEqual([
      'email is_email_address',
      'first_name required',
      'tax_code tax_code_check_letter',
      'tax_code tax_code_year',
    ]);
    const business = await refused(
      () => broker.patch(`/prospects/${prospect}`, { type: 'business', email: 5 }, { headers: { 'if-match': '*' } }),
      422,
      'validation_failed',
    );
    expect(named(business)).toEqual(['company_name required', 'email is_string', 'vat_number required']);
    await refused(
      () => other.patch(`/prospects/${prospect}`, { email: 5 }, { headers: { 'if-match': '*' } }),
      404,
      'not_found',
    );

    const admin = await system.as('admin');
    const posted = await refused(
      () => admin.post('/prospects', { ...MARCO, phone: '12', assigned_broker: 999_999, referred_by: 1 }),
      422,
      'validation_failed',
    );
    expect(named(posted)).toEqual([
      'assigned_broker not_a_broker',
      'phone phone_invalid',
      'referred_by not_an_affiliate',
    ]);
  });

  it.each([
    [
      'a registration',
      '/auth/register',
      { username: 'ab', email: 'a@b', password: 'password', role: 'king' },
      ['email is_email_address', 'password too_common', 'role is_in', 'username matches'],
    ],
    [
      'an acceptance',
      '/policies/1/accept',
      { start_date: '2026-11-23', allow_second_policy: 'yes', x: 1 },
      ['allow_second_policy is_boolean', 'start_date start_date_out_of_range', 'x unknown_field'],
    ],
    [
      'a calculation',
      '/eligibility/calculate',
      { birth_date: '2030-01-01', insurance_type: 'boat', coverage_amount: '1' },
      ['birth_date birth_date_in_future', 'coverage_amount is_number', 'insurance_type is_in'],
    ],
    [
      'a calculation for nobody',
      '/eligibility/calculate',
      { insurance_type: 'boat' },
      ['birth_date birth_date_required', 'coverage_amount required', 'insurance_type is_in'],
    ],
    ['a payout', '/commissions/payouts', { x: 1 }, ['ids ids_or_period', 'x unknown_field']],
  ])('names all that is wrong with %s in one answer', async (_, path, body, expected) => {
    const caller = path.startsWith('/commissions') ? await system.as('admin') : broker;
    const answer = await refused(() => caller.post(path, body), 422, 'validation_failed');
    expect(named(answer)).toEqual(expected);
  });

  it.each(['http://evil.example/x', 'www.evil.example', 'evil.example/x', 'mario@evil.example', 'Mario ＠evil'])(
    'takes no name that carries an address: %s',
    async (name) => {
      const body = await refused(
        () =>
          broker.post('/prospects', {
            ...MARCO,
            type: 'business',
            vat_number: '00743110157',
            first_name: name,
            last_name: name,
            company_name: name,
          }),
        422,
        'validation_failed',
      );
      expect(named(body)).toEqual([
        'company_name name_with_address',
        'first_name name_with_address',
        'last_name name_with_address',
      ]);
    },
  );

  it('tells of what is possible but looks like a slip, and stores it', async () => {
    const key = { headers: { 'idempotency-key': 'warnings-0001' } };
    const slip = { ...MARCO, first_name: 'Mario', birth_date: '1985-12-10', tax_code: 'VRDMRA85T10A562O' };
    const created = await broker.post('/prospects', slip, key);
    expect(must(created, 201).warnings).toEqual([
      { field: 'tax_code', code: 'tax_code_last_name', message: expect.stringContaining('RSS') },
    ]);
    expect(must(await broker.post('/prospects', slip, key), 201)).toEqual(created.body);
    const { id } = created.body;
    expect(must(await broker.get(`/prospects/${id}`), 200)).not.toHaveProperty('warnings');
    const mended = await broker.patch(`/prospects/${id}`, { last_name: 'Verdi' }, { headers: { 'if-match': '*' } });
    expect(must(mended, 200).warnings).toEqual([]);
    const business = {
      ...MARCO,
      type: 'business',
      company_name: 'Booking.com B.V.',
      vat_number: 'IT\u200b 12345678903',
    };
    expect(must(await broker.put(`/prospects/${id}`, business), 200)).toMatchObject({
      vat_number: '12345678903',
      warnings: [{ field: 'vat_number', code: 'vat_number_office' }],
    });
    const referral = must(await (await system.as('affiliate1')).post('/prospects', slip), 201);
    expect(Object.keys(referral).sort()).toEqual(['created_at', 'first_name', 'id', 'last_name', 'status', 'type']);
  });

  it('refuses a parameter that is sent twice', async () => {
    const body = await refused(() => broker.get('/prospects?limit=1&limit=2'), 422, 'validation_failed');
    expect(body.errors).toEqual([
      { field: 'limit', code: 'repeated', message: 'limit was sent more than once; send it once' },
    ]);
  });

  it('refuses a body of more than 100 KB', async () => {
    await refused(() => broker.post('/prospects', { ...MARCO, notes: 'x'.repeat(110 * 1024) }), 413, 'body_too_large');
  });

  it('refuses a content type that it does not know', async () => {
    await refused(
      () => broker.post('/prospects', '<prospect/>', { headers: { 'content-type': 'application/xml' } }),
      415,
      'unsupported_media_type',
    );
  });

  it('quotes nobody without a birth date, and says why', async () => {
    const ageless = await aProspect(broker, { birth_date: null });
    const body = await refused(
      () => broker.post('/quotes/generate', { prospect_id: ageless, insurance_type: 'life', coverage_amount: 250_000 }),
      409,
      'no_provider_available',
    );
    expect(body.excluded).toHaveLength(4);
    for (const { reasons } of body.excluded)
      expect(reasons[0]).toEqual({ code: 'birth_date_missing', text: 'Birth date required' });
  });

  it.each([999_999_999, 'abc', '1e3', '-1', '99999999999999999999'])('knows no prospect %s', async (id) => {
    await refused(() => broker.get(`/prospects/${id}`), 404, 'not_found');
  });

  it("shows and sells nothing of another broker's prospect", async () => {
    const quote = quoteOf(comparison, 'axa');
    await refused(() => other.get(`/prospects/${prospect}`), 404, 'not_found');
    await refused(() => other.delete(`/prospects/${prospect}`), 404, 'not_found');
    await refused(
      () => other.patch(`/prospects/${prospect}`, { notes: 'mine' }, { headers: { 'if-match': '*' } }),
      404,
      'not_found',
    );
    await refused(
      () => other.post('/eligibility/check', { prospect_id: prospect, insurance_type: 'life' }),
      404,
      'not_found',
    );
    await refused(
      () => other.post('/quotes/generate', { prospect_id: prospect, insurance_type: 'life', coverage_amount: 1000 }),
      404,
      'not_found',
    );
    await refused(() => other.get(`/quotes/${quote}`), 404, 'not_found');
    await refused(() => other.post(`/policies/${quote}/accept`), 404, 'not_found');
  });

  it("lets nobody in without a token, or with another's word", async () => {
    await refused(() => system.anonymous().get(`/prospects/${prospect}`), 401, 'unauthenticated');
    await refused(
      () => broker.post('/prospects', MARCO, { headers: { authorization: 'Bearer a.b.c' } }),
      401,
      'unauthenticated',
    );
  });

  it('accepts a quote once', async () => {
    const quote = quoteOf(comparison, 'axa');
    const { policy } = must(await broker.post(`/policies/${quote}/accept`), 201);
    const body = await refused(() => broker.post(`/policies/${quote}/accept`), 409, 'quote_not_open');
    expect(body.policy_number).toBe(policy.policy_number);
    await refused(() => broker.post(`/policies/${quoteOf(comparison, 'generali')}/accept`), 409, 'quote_not_open');
  });

  it('holds a start day to the coming 60 days', async () => {
    const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
    for (const start_date of ['2026-11-23', '2027-01-24', '2026-02-30', 'soon']) {
      const body = await refused(
        () => broker.post(`/policies/${quote}/accept`, { start_date }),
        422,
        'validation_failed',
      );
      expect(fields(body)).toEqual(['start_date']);
    }
    must(await broker.post(`/policies/${quote}/accept`, { start_date: '2027-01-23' }), 201);
  });

  it('accepts a quote on its last day and not on the next', async () => {
    const [last, late] = [
      await aComparison(broker, await aProspect(broker)),
      await aComparison(broker, await aProspect(broker)),
    ];
    await system.moveClock('2026-12-24T22:59:00Z');
    must(await broker.post(`/policies/${quoteOf(last, 'axa')}/accept`), 201);
    await system.moveClock('2026-12-24T23:00:00Z');
    await refused(() => broker.post(`/policies/${quoteOf(late, 'axa')}/accept`), 409, 'quote_expired');
  });
});
