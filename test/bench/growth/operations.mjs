const BROKER = 'growth201';
const MANAGER = 'growth101';
/** Who acts for each role. */
export const ROLES = { broker: BROKER, manager: MANAGER, admin: 'admin' };
/** How many different people are read and changed, in a book of any size: nobody is changed again and again in a small book alone. */
const PEOPLE = 150;
const OWNERS = { broker: [201], manager: [101, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210], admin: null };
const NEED = { insurance_type: 'life', coverage_amount: 100_000 };

const pick = (rows) => rows[Math.floor(Math.random() * rows.length)];

/** What the operations need to know of a book: ids to work with, and where a list's pages at some depth begin. */
export async function prepare(system, most) {
  const some = (sql) => system.rows(`${sql} ORDER BY hashint4(prospect.id) LIMIT 500`);
  const people = await peopleToWorkWith(system);
  const found = await some('SELECT first_name, last_name, email, phone FROM prospect WHERE assigned_broker = 201');
  const taxed = await some('SELECT tax_code FROM prospect WHERE assigned_broker = 201 AND tax_code IS NOT NULL');
  const policies = await some(
    'SELECT policy.id FROM policy JOIN prospect ON prospect.id = prospect_id WHERE prospect.assigned_broker BETWEEN 201 AND 210',
  );
  const cursors = {};
  for (const [role, owners] of Object.entries(OWNERS))
    for (const list of LISTS) cursors[`${role} ${list.name}`] = await depths(system, list, owners);
  return { people, found, taxed, policies, cursors, pending: await pendingCommissions(system, most), made: 0 };
}

/** People in every state that can be worked on, each with the manager of the team that holds them. */
async function peopleToWorkWith(system) {
  const people = await system.rows(
    `SELECT id, 'growth' || 101 + (assigned_broker - 201) / 10 AS manager FROM prospect
     WHERE assigned_broker BETWEEN 201 AND 300 AND type <> 'business' AND status <> 'declined' AND tax_code IS NULL
       AND birth_date BETWEEN current_date - interval '60 years' AND current_date - interval '25 years' ORDER BY hashint4(id) LIMIT $1`,
    [PEOPLE],
  );
  if (people.length < PEOPLE)
    throw new Error(`The book of ${system.prospects} has ${people.length} people to work with, not ${PEOPLE}.`);
  return people;
}

const OVER_PROSPECT = 'JOIN prospect p ON p.id = one.prospect_id';
const OWNED = '(p.assigned_broker = ANY($1) OR p.created_by = ANY($1))';
const LISTS = [
  { name: 'prospects', sort: 'created_at', from: 'prospect p', id: 'p', owned: OWNED },
  { name: 'quotes', sort: 'created_at', from: `quote one ${OVER_PROSPECT}`, id: 'one', owned: OWNED },
  { name: 'policies', sort: 'signed_at', from: `policy one ${OVER_PROSPECT}`, id: 'one', owned: OWNED },
  { name: 'commissions', sort: 'created_at', from: 'commission one', id: 'one', owned: 'one.beneficiary_id = ANY($1)' },
];

/** Cursors in the middle and near the end of what one sees. */
async function depths(system, { from, id, sort, owned }, owners) {
  const where = owners ? `WHERE ${owned}` : '';
  const values = owners ? [owners] : [];
  const [{ count }] = await system.rows(`SELECT count(*)::int AS count FROM ${from} ${where}`, values);
  const at = async (share) => {
    const [row] = await system.rows(
      `SELECT ${id}.id, ${id}.${sort} AS value FROM ${from} ${where} ORDER BY ${id}.${sort} DESC, ${id}.id DESC LIMIT 1 OFFSET ${Math.floor(count * share)}`,
      values,
    );
    return row
      ? Buffer.from(JSON.stringify([sort, new Date(row.value).toISOString(), row.id])).toString('base64url')
      : '';
  };
  return { middle: await at(0.5), end: await at(0.95) };
}

/** Commissions that a manager may approve, as many as are measured, with the fact that each began with. */
async function pendingCommissions(system, most) {
  const rows = await system.rows(
    `INSERT INTO commission (id, version, policy_id, policy_number, prospect_id, term, commission_type, beneficiary_id, beneficiary_role, base_amount, percentage,
       amount, period_year, period_month, status, created_at)
     SELECT nextval('commission_id_seq'), 1, policy.id, policy_number, prospect_id, coalesce((SELECT max(term) FROM commission WHERE policy_id = policy.id), 0) + n,
       'renewal_recurring', 201, 'broker', 100, 10, 10, 2026, 11, 'pending', now()
     FROM (SELECT * FROM policy ORDER BY id DESC LIMIT 50) AS policy, generate_series(1, ceil($1 / 50.0)::int) n RETURNING id`,
    [most],
  );
  await system.rows(
    `INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, occurred_at, prev_hash, hash)
     SELECT uuidv7(), 'CommissionCalculated', 'commission', id::text, 1, to_jsonb(commission), '{}', now(), '', sha256('1') FROM commission WHERE id = ANY($1)`,
    [rows.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}

const get = (name, role, address) => ({
  name: `${name}, ${role}`,
  run: (system, book) => system.send(ROLES[role], 'GET', typeof address === 'string' ? address : address(book, role)),
});
const cursorOf = (list, depth) => (book, role) => `/${list}?cursor=${book.cursors[`${role} ${list}`][depth]}`;
const search = (field, value) =>
  ['broker', 'admin'].map((role) =>
    get(
      `search by ${field}`,
      role,
      (book) => `/prospects?q=${encodeURIComponent(value(field === 'tax code' ? pick(book.taxed) : pick(book.found)))}`,
    ),
  );

/** One row each, read or written through the real API, by the manager of the team. `run` answers with `ms`, what comes before it is not measured. */
export const SINGLE = [
  {
    name: 'GET prospect',
    run: (system, book) => {
      const { id, manager } = pick(book.people);
      return system.send(manager, 'GET', `/prospects/${id}`);
    },
  },
  { name: 'POST prospect', run: (system, book) => system.send(MANAGER, 'POST', '/prospects', aPerson(book)) },
  {
    name: 'PATCH prospect',
    run: async (system, book) => {
      const { id, manager } = pick(book.people);
      const { headers } = await system.send(manager, 'GET', `/prospects/${id}`);
      return system.send(
        manager,
        'PATCH',
        `/prospects/${id}`,
        { notes: `Called, the ${(book.made += 1)}th time` },
        { 'if-match': headers.get('etag') },
      );
    },
  },
  {
    name: 'eligibility check',
    run: (system, book) => {
      const { id, manager } = pick(book.people);
      return system.send(manager, 'POST', '/eligibility/check', { prospect_id: id, ...NEED });
    },
  },
  {
    name: 'quotes/generate',
    run: async (system, book) =>
      generate(system, (await system.send(MANAGER, 'POST', '/prospects', aPerson(book))).body.id),
  },
  {
    name: 'accept',
    run: async (system, book) => {
      const {
        body: { id },
      } = await system.send(MANAGER, 'POST', '/prospects', aPerson(book));
      const { body } = await generate(system, id);
      return system.send(MANAGER, 'POST', `/policies/${body.quotes[0].id}/accept`, {});
    },
  },
  { name: 'GET policy', run: (system, book) => system.send(MANAGER, 'GET', `/policies/${pick(book.policies).id}`) },
  {
    name: 'approve a commission',
    run: (system, book) => system.send(MANAGER, 'POST', `/commissions/${book.pending.pop()}/approve`, {}),
  },
];

/** Pages of lists, searches and dashboards. */
export const LISTED = [
  ...LISTS.flatMap(({ name }) =>
    Object.keys(ROLES).flatMap((role) => [
      get(`${name}, first page`, role, `/${name}`),
      get(`${name}, half way`, role, cursorOf(name, 'middle')),
      get(`${name}, near the end`, role, cursorOf(name, 'end')),
    ]),
  ),
  ...Object.keys(ROLES).map((role) => get('activity', role, '/dashboard/activity')),
  ...search('name', ({ first_name, last_name }) => `${first_name} ${last_name}`),
  ...search('e-mail', ({ email }) => email),
  ...search('phone', ({ phone }) => phone),
  ...search('tax code', ({ tax_code }) => tax_code),
  ...Object.keys(ROLES).map((role) => get('dashboard', role, '/dashboard')),
];

function aPerson(book) {
  const number = `${Date.now()}${(book.made += 1)}`;
  return {
    type: 'individual',
    first_name: 'Marco',
    last_name: 'Rossi',
    email: `new.${number}@example.com`,
    phone: '+39 333 1234567',
    birth_date: '1985-03-15',
  };
}

function generate(system, prospectId) {
  return system.send(MANAGER, 'POST', '/quotes/generate', { prospect_id: prospectId, ...NEED });
}
