import { checkEligibility as check } from '../../../dist/src/modules/eligibility/eligibility.js';
import { moneyToWire } from '../../../dist/src/kernel/money.js';
import { PERSONAL_FIELDS } from '../../../dist/src/modules/prospects/prospect.events.js';
import { NOW, hint, pool, run, statement, transaction } from './database.mjs';
import { append, headsOf, metadataOf } from './facts.mjs';
import { seenBy } from './identity.mjs';
import { catalogueOn } from './quotes.mjs';

const COLUMNS = `id, version, type, first_name, last_name, company_name, vat_number, email, phone, birth_date, tax_code, risk_category,
  language, notes, status, assigned_broker, referred_by, created_by, created_at, updated_at`;
const READ = statement(
  'read',
  `SELECT ${COLUMNS} FROM prospect
  WHERE id = $1 AND ($2::int[] IS NULL OR assigned_broker = ANY($2) OR created_by = ANY($2))`,
);
const BEGIN = statement('next_prospect', `SELECT nextval('prospect_id_seq') AS id, company_now() AS now`);
const INSERT = statement(
  'insert_prospect',
  `INSERT INTO prospect (${COLUMNS})
  VALUES (${Array.from({ length: 20 }, (_, index) => `$${index + 1}`).join(', ')})`,
);

const ADVANCE = statement(
  'advance',
  `UPDATE prospect SET status = $2, reached = $2, version = prospect.version + 1, updated_at = $3
  FROM (SELECT id, version, status FROM prospect WHERE id = $1) AS before WHERE prospect.id = before.id
  RETURNING before.version, before.status AS previous_status`,
);

/** The prospect that this user may see, or undefined. */
export async function readProspect(user, id, client = pool) {
  const [row] = await run(client, READ, [id, seenBy(user)]);
  return row;
}

/** Moves the prospect's status on, in the transaction that quotes or signs. */
export async function advanceProspect(client, metadata, id, status, at) {
  const [{ version, previous_status }] = await run(client, ADVANCE, [id, status, at]);
  const heads = await headsOf(client, 'prospect', [{ id, version }]);
  await append(client, metadata, [
    {
      type: 'ProspectStatusChanged',
      aggregate: 'prospect',
      id,
      version: version + 1,
      at,
      previous: heads.get(id),
      data: { status, previous_status },
    },
  ]);
}

export async function createProspect(user, details) {
  const created = await transaction(async (client) => {
    const [{ id, now }] = await run(client, BEGIN);
    const phone = details.phone.replaceAll(' ', '');
    const state = {
      id,
      version: 1,
      type: details.type,
      first_name: details.first_name ?? null,
      last_name: details.last_name ?? null,
      company_name: null,
      vat_number: null,
      email: details.email,
      phone,
      birth_date: details.birth_date ?? null,
      tax_code: null,
      risk_category: details.risk_category ?? null,
      language: 'en',
      notes: null,
      status: 'new',
      assigned_broker: user.id,
      referred_by: null,
      created_by: user.id,
      created_at: now,
      updated_at: now,
    };
    await run(client, INSERT, Object.values(state));
    const personal = Object.fromEntries(PERSONAL_FIELDS.map((field) => [field, state[field]]));
    const { type, language, risk_category, assigned_broker, referred_by, created_by } = state;
    await append(client, metadataOf(user), [
      {
        type: 'ProspectCreated',
        aggregate: 'prospect',
        id,
        version: 1,
        at: now,
        data: { type, language, risk_category, assigned_broker, referred_by, created_by },
        secret: personal,
        subject: `prospect:${id}`,
        fresh: true,
      },
    ]);
    return state;
  });
  hint();
  return created;
}

export async function checkEligibility(user, { prospect_id, insurance_type, coverage_amount }) {
  const prospect = await readProspect(user, prospect_id);
  if (!prospect) return undefined;
  const [{ now }] = await run(pool, NOW);
  const { catalogue, today } = catalogueOn(now);
  const applicant = {
    prospect_type: prospect.type,
    birth_date: prospect.birth_date,
    risk_category: prospect.risk_category,
  };
  const { providers, lowest_premium, ...rest } = check(
    catalogue,
    applicant,
    insurance_type,
    coverage_amount.toFixed(2),
    today,
  );
  return {
    prospect_id,
    insurance_type,
    ...rest,
    lowest_premium: lowest_premium && moneyToWire(lowest_premium),
    providers: providers.map((one) => ({
      ...one,
      base_premium: one.base_premium && moneyToWire(one.base_premium),
      coverage_max: moneyToWire(one.coverage_max),
    })),
  };
}
