import { addDays, dateIn, renewalDate, termEnd } from '../../../dist/src/kernel/term.js';
import { changedFacts, pricedFor } from '../../../dist/src/modules/eligibility/priced-for.js';
import { paymentPlan } from '../../../dist/src/modules/policies/instalments.js';
import { policyDto } from '../../../dist/src/modules/policies/policy.dto.js';
import { policyNumber } from '../../../dist/src/modules/policies/policy-number.js';
import { NOW, hint, run, statement, transaction } from './database.mjs';
import { append, headsOf, metadataOf } from './facts.mjs';
import { seenBy } from './identity.mjs';
import { advanceProspect } from './prospects.mjs';

const SEEN = statement(
  'seen_quote',
  `SELECT quote.comparison_id, comparison.priced_for, prospect.type, prospect.birth_date, prospect.risk_category
  FROM quote JOIN comparison ON comparison.id = quote.comparison_id JOIN prospect ON prospect.id = quote.prospect_id
  WHERE quote.id = $1 AND ($2::int[] IS NULL OR prospect.assigned_broker = ANY($2) OR prospect.created_by = ANY($2)) FOR SHARE OF prospect`,
);
const SIBLINGS = statement('siblings', 'SELECT * FROM quote WHERE comparison_id = $1 ORDER BY id FOR UPDATE');
const CLOSE = statement(
  'close',
  `UPDATE quote SET version = new.version, status = new.status, closed_reason = new.closed_reason,
    accepted_at = new.accepted_at, accepted_by = new.accepted_by
  FROM jsonb_populate_recordset(NULL::quote, $1::jsonb) AS new WHERE quote.id = new.id`,
);
const QUOTE = statement('quote', 'SELECT * FROM quote WHERE id = $1');
const LOCK_PROSPECT = statement(
  'lock_prospect',
  `SELECT assigned_broker AS broker_id, referred_by AS affiliate_id,
    (SELECT supervisor_id FROM app_user WHERE id = assigned_broker) AS manager_id FROM prospect WHERE id = $1 FOR UPDATE`,
);
const ISSUED = statement('issued', 'SELECT * FROM policy WHERE quote_id = $1');
const INSURED = statement(
  'insured',
  `SELECT 1 FROM policy
  WHERE prospect_id = $1 AND insurance_type = $2 AND provider = $3 AND status = 'active' AND end_date >= $4 LIMIT 1`,
);
const COMPARISON = statement('comparison', 'SELECT * FROM comparison WHERE id = $1');
const NUMBER = statement(
  'number',
  `INSERT INTO number_series (series, last_number) VALUES ($1, 1)
  ON CONFLICT (series) DO UPDATE SET last_number = number_series.last_number + 1 RETURNING last_number`,
);
const NEXT = statement('next_policy', `SELECT nextval('policy_id_seq') AS id`);
const INSERT = statement(
  'insert_policy',
  `INSERT INTO policy SELECT * FROM jsonb_populate_recordset(NULL::policy, $1::jsonb)`,
);

/** Two transactions, as in the API: the acceptance stands even if the policy has to wait for the saga. */
export async function acceptQuote(user, quoteId) {
  const metadata = metadataOf(user);
  const accepted = await transaction((client) => accept(client, user, quoteId, metadata));
  hint();
  if (!accepted) return undefined;
  const { policy, today } = await transaction((client) => issue(client, user, quoteId, metadata));
  hint();
  return { policy: policyDto(policy, today), message: `Policy ${policy.policy_number} is issued.`, next_steps: [] };
}

async function accept(client, user, quoteId, metadata) {
  const [seen] = await run(client, SEEN, [quoteId, seenBy(user)]);
  if (!seen) return false;
  const applicant = { prospect_type: seen.type, birth_date: seen.birth_date, risk_category: seen.risk_category };
  if (changedFacts(seen.priced_for, pricedFor(applicant)).length > 0)
    throw new Error('the bench changes nobody whom it has quoted');
  const [{ now }] = await run(client, NOW);
  const quotes = await run(client, SIBLINGS, [seen.comparison_id]);
  if (quotes.some(({ status }) => status !== 'draft' && status !== 'sent'))
    throw new Error('the bench accepts every comparison once');
  const changed = quotes.map((quote) =>
    quote.id === quoteId
      ? { ...quote, version: quote.version + 1, status: 'accepted', accepted_at: now, accepted_by: user.id }
      : { ...quote, version: quote.version + 1, status: 'rejected', closed_reason: 'another_quote_accepted' },
  );
  await run(client, CLOSE, [JSON.stringify(changed)]);
  const heads = await headsOf(client, 'quote', quotes);
  const events = changed.map(({ id, version, prospect_id, comparison_id }) => {
    const event = { aggregate: 'quote', id, version, at: now, previous: heads.get(id) };
    if (id !== quoteId) {
      const data = { prospect_id, closed_reason: 'another_quote_accepted' };
      return { ...event, type: 'QuoteRejected', data, secret: { reason: null }, subject: `prospect:${prospect_id}` };
    }
    return {
      ...event,
      type: 'QuoteAccepted',
      data: { prospect_id, comparison_id, accepted_by: user.id, start_date: null, allow_second_policy: false },
    };
  });
  await append(client, metadata, events);
  return true;
}

async function issue(client, user, quoteId, metadata) {
  const [quote] = await run(client, QUOTE, [quoteId]);
  const [earnedBy] = await run(client, LOCK_PROSPECT, [quote.prospect_id]);
  if ((await run(client, ISSUED, [quoteId])).length > 0) throw new Error('issued before');
  const [{ now }] = await run(client, NOW);
  const today = dateIn(now, process.env.COMPANY_TIME_ZONE || 'Europe/Rome');
  const {
    prospect_id,
    provider,
    insurance_type,
    coverage_amount,
    deductible,
    catalogue_version,
    annual_premium,
    monthly_premium,
    premium_breakdown,
  } = quote;
  if ((await run(client, INSURED, [prospect_id, insurance_type, provider, today])).length > 0)
    throw new Error('insured already');
  const [{ priced_for, risk_category, smoker, has_preexisting_conditions, occupation_risk }] = await run(
    client,
    COMPARISON,
    [quote.comparison_id],
  );
  const end = termEnd(today);
  await advanceProspect(client, metadata, prospect_id, 'policy_signed', now);
  const year = Number(today.slice(0, 4));
  const [{ last_number }] = await run(client, NUMBER, [`policy-${year}`]);
  const [{ id }] = await run(client, NEXT);
  const declared = { risk_category, smoker, has_preexisting_conditions, occupation_risk };
  const terms = {
    policy_number: policyNumber(year, last_number),
    quote_id: quoteId,
    prospect_id,
    provider,
    insurance_type,
    coverage_amount,
    deductible,
    catalogue_version,
    term: 1,
    start_date: today,
    end_date: end,
    renewal_date: renewalDate(end),
    annual_premium,
    monthly_premium,
    premium_breakdown,
    instalments: paymentPlan(annual_premium, today).map((planned) => ({ term: 1, ...planned, paid_on: null })),
    signed_by: user.id,
  };
  const policy = {
    ...terms,
    id,
    version: 1,
    declared,
    status: 'active',
    signed_at: now,
    cancelled_at: null,
    cancellation: null,
    announced_term: null,
    terms: [{ term: 1, start: today, end, annual_premium, catalogue_version, agreed_at: now, ...earnedBy }],
    chase_on: addDays(today, 1),
    contract_document: null,
    confirmation_sent_at: null,
  };
  await run(client, INSERT, [JSON.stringify([policy])]);
  await append(client, metadata, [
    {
      type: 'PolicyCreated',
      aggregate: 'policy',
      id,
      version: 1,
      at: now,
      data: { ...terms, ...earnedBy },
      secret: { declared, priced_for },
      subject: `prospect:${prospect_id}`,
    },
  ]);
  return { policy, today };
}
