import { Catalogues } from '../../../dist/src/modules/catalogue/catalogues.js';
import { pricedFor } from '../../../dist/src/modules/eligibility/priced-for.js';
import { offersFor } from '../../../dist/src/modules/eligibility/offers.js';
import { nameAdvice, questionFor } from '../../../dist/src/modules/quotes/generate-quotes/advice.js';
import { Advisor } from '../../../dist/src/modules/quotes/advisor/advisor.js';
import { comparisonDto } from '../../../dist/src/modules/quotes/quote.dto.js';
import { addDays, dateIn } from '../../../dist/src/kernel/term.js';
import { NOW, hint, pool, run, statement, transaction } from './database.mjs';
import { append, metadataOf } from './facts.mjs';
import { advanceProspect, readProspect } from './prospects.mjs';

const catalogues = new Catalogues({ query: async (sql) => (await pool.query(sql)).rows });
const advisor = new Advisor({ isConfigured: false, model: null }, null);
let published = [];

export async function loadCatalogue() {
  await catalogues.refresh();
  published = await catalogues.list();
}

/** The catalogue of the company's present day. */
export function catalogueOn(now) {
  const today = dateIn(now, process.env.COMPANY_TIME_ZONE || 'Europe/Rome');
  const catalogue = published.find(
    ({ effective_from, effective_to }) => effective_from <= today && (effective_to === null || today <= effective_to),
  );
  return { catalogue, today };
}

const UNCHANGED = statement(
  'unchanged',
  `SELECT 1 FROM prospect WHERE id = $1 AND type = $2 AND birth_date IS NOT DISTINCT FROM $3
  AND risk_category IS NOT DISTINCT FROM $4 FOR UPDATE`,
);
const OPEN = statement(
  'open',
  `SELECT id FROM quote WHERE prospect_id = $1 AND insurance_type = $2 AND status IN ('draft', 'sent')`,
);
const NEXT_COMPARISON = statement('next_comparison', `SELECT nextval('comparison_id_seq') AS id, company_now() AS now`);
const NEXT_QUOTES = statement('next_quotes', `SELECT nextval('quote_id_seq') AS id FROM generate_series(1, $1)`);
const INSERT_COMPARISON = statement(
  'insert_comparison',
  'INSERT INTO comparison SELECT * FROM jsonb_populate_recordset(NULL::comparison, $1::jsonb)',
);
const INSERT_QUOTES = statement(
  'insert_quotes',
  'INSERT INTO quote SELECT * FROM jsonb_populate_recordset(NULL::quote, $1::jsonb)',
);

export async function generateQuotes(user, { prospect_id, insurance_type, coverage_amount }) {
  const prospect = await readProspect(user, prospect_id);
  if (!prospect) return undefined;
  const [{ now: asked }] = await run(pool, NOW);
  const { catalogue, today } = catalogueOn(asked);
  const need = {
    insurance_type,
    coverage_amount: coverage_amount.toFixed(2),
    smoker: false,
    has_preexisting_conditions: false,
    occupation_risk: 'standard',
  };
  const applicant = {
    prospect_type: prospect.type,
    birth_date: prospect.birth_date,
    risk_category: prospect.risk_category,
  };
  const offers = offersFor(catalogue, applicant, need, today);
  const { facts, providers } = questionFor(catalogue, need, offers);
  const advice = nameAdvice(await advisor.advise(facts, prospect.language), providers, catalogue);
  const generated = await transaction(async (client) => {
    await run(client, UNCHANGED, [prospect.id, prospect.type, prospect.birth_date, prospect.risk_category]);
    const open = await run(client, OPEN, [prospect.id, insurance_type]);
    if (open.length > 0) throw new Error('the bench gives every prospect one comparison');
    const [{ id, now }] = await run(client, NEXT_COMPARISON);
    const { insurance_type: type, coverage_amount: coverage, ...declared } = need;
    const named = {
      prospect_id,
      insurance_type: type,
      coverage_amount: coverage,
      risk_category: offers.risk,
      risk_assumed: offers.check.risk_assumed,
      catalogue_version: catalogue.version,
      recommended_provider: advice.ranking[0].provider,
      ai_reasoning: advice.reasoning,
      risk_assessment: advice.risk_assessment,
      additional_notes: advice.additional_notes,
      advisor: advice.advisor,
      excluded: offers.excluded,
      generated_by: user.id,
    };
    const personal = { priced_for: pricedFor(applicant), ...declared };
    const comparison = { id, version: 1, ...named, ...personal, generated_at: now };
    await run(client, INSERT_COMPARISON, [JSON.stringify([comparison])]);
    const metadata = metadataOf(user);
    await append(client, metadata, [
      {
        type: 'ComparisonGenerated',
        aggregate: 'comparison',
        id,
        version: 1,
        at: now,
        data: {
          ...named,
          quotes: offers.offers.map(({ product, premium }) => ({
            provider: product.provider,
            annual_premium: premium.annual_premium,
          })),
        },
        secret: personal,
        subject: `prospect:${prospect_id}`,
      },
    ]);
    const ids = await run(client, NEXT_QUOTES, [offers.offers.length]);
    const rows = offers.offers.map(({ product, premium }, index) => {
      const rank = advice.ranking.findIndex((one) => one.provider === product.provider);
      const { score, rules_score, rules_criteria, reasoning } = advice.ranking[rank];
      const offer = {
        comparison_id: id,
        prospect_id,
        provider: product.provider,
        insurance_type: type,
        coverage_amount: coverage,
        annual_premium: premium.annual_premium,
        monthly_premium: premium.monthly_premium,
        premium_breakdown: premium.breakdown,
        deductible: product.deductible,
        catalogue_version: catalogue.version,
        valid_until: addDays(today, 30),
        rank: rank + 1,
        ai_score: score,
        ai_reasoning: reasoning,
        rules_score,
        rules_criteria,
        is_recommended: rank === 0,
      };
      const state = {
        ...offer,
        id: ids[index].id,
        version: 1,
        status: 'draft',
        closed_reason: null,
        created_at: now,
        sent_at: null,
        accepted_at: null,
        accepted_by: null,
      };
      return { offer, state };
    });
    await run(client, INSERT_QUOTES, [JSON.stringify(rows.map(({ state }) => state))]);
    await append(
      client,
      metadata,
      rows.map(({ offer, state }) => ({
        type: 'QuoteGenerated',
        aggregate: 'quote',
        id: state.id,
        version: 1,
        at: now,
        data: offer,
      })),
    );
    await advanceProspect(client, metadata, prospect_id, 'quoted', now);
    return comparisonDto(
      comparison,
      rows.map(({ state }) => state),
    );
  });
  hint();
  return generated;
}
