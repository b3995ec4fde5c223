import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { withClient } from './system.mjs';

const BROKERS = 100;

/**
 * A house of a hundred brokers under two managers with `prospects` prospects of the last two years: two in five new, then contacted, quoted,
 * signed and declined ones, with their comparisons, quotes, policies and commissions. Written as rows by the owner of the tables.
 */
export async function loadBook(ownerUrl, prospects) {
  await withClient(ownerUrl, async (client) => {
    await client.query(`
      INSERT INTO app_user (id, version, username, email, role, supervisor_id, is_active, second_factor, revision, created_at)
      SELECT nextval('user_id_seq'), 1, 'bench_broker_' || n, 'bench_broker_' || n || '@example.com', 'broker',
        (SELECT id FROM app_user WHERE username = CASE WHEN n % 2 = 0 THEN 'manager1' ELSE 'manager2' END), true, false, 1, now() - interval '2 years'
      FROM generate_series(1, ${BROKERS}) AS n`);
    await client.query(
      `
      CREATE TEMPORARY TABLE bench AS
      SELECT nextval('prospect_id_seq')::int AS id, n, brokers.ids[1 + n % cardinality(brokers.ids)] AS broker,
        now() - n * interval '730 days' / $1 AS at,
        (ARRAY['new', 'new', 'new', 'new', 'contacted', 'contacted', 'contacted', 'quoted', 'quoted', 'policy_signed'])[1 + (n / 7) % 10] AS reached,
        n % 97 = 0 AS declined
      FROM generate_series(1, $1::int) AS n, (SELECT array_agg(id ORDER BY id) AS ids FROM app_user WHERE role = 'broker') AS brokers`,
      [prospects],
    );
    await client.query(`
      INSERT INTO prospect (id, version, type, first_name, last_name, email, phone, birth_date, risk_category, language, status, reached, assigned_broker,
        created_by, created_at, updated_at)
      SELECT id, 1, 'individual', 'Marco', 'Rossi' || n, 'marco.rossi' || n || '@example.com', '+39333' || lpad(n::text, 7, '0'), '1985-03-15', 'low', 'en',
        CASE WHEN declined AND reached <> 'policy_signed' THEN 'declined' ELSE reached END, reached, broker, broker, at, at FROM bench`);
    await client.query(`
      CREATE TEMPORARY TABLE bench_comparison AS
      SELECT nextval('comparison_id_seq')::int AS id, id AS prospect_id, n, broker, at, reached FROM bench WHERE reached IN ('quoted', 'policy_signed')`);
    await insertComparisons(
      client,
      'bench_comparison',
      `CASE WHEN reached = 'policy_signed' AND place = 3 THEN 'accepted'
      WHEN reached = 'policy_signed' THEN 'rejected' WHEN at < now() - interval '30 days' THEN 'expired' ELSE 'draft' END`,
    );
    await client.query(`
      INSERT INTO policy (id, version, policy_number, quote_id, prospect_id, provider, insurance_type, coverage_amount, declared, catalogue_version, term,
        start_date, end_date, renewal_date, annual_premium, monthly_premium, premium_breakdown, instalments, status, signed_by, signed_at, terms)
      SELECT nextval('policy_id_seq'), 1, 'INS-2020-' || lpad(quote.id::text, 7, '0'), quote.id, quote.prospect_id, provider, insurance_type, coverage_amount, '{}',
        catalogue_version, 1, accepted_at::date, accepted_at::date + 364, accepted_at::date + 334, annual_premium, monthly_premium, premium_breakdown, '[]',
        CASE WHEN accepted_at::date + 364 < now()::date THEN 'expired' ELSE 'active' END, accepted_by, accepted_at, '[]'
      FROM quote WHERE status = 'accepted' AND accepted_at IS NOT NULL`);
    await client.query(`
      INSERT INTO commission (id, version, policy_id, policy_number, prospect_id, term, commission_type, beneficiary_id, beneficiary_role, base_amount, percentage,
        amount, period_year, period_month, status, created_at)
      SELECT nextval('commission_id_seq'), 1, policy.id, policy_number, policy.prospect_id, 1, 'initial', earner.id, earner.role, annual_premium, earner.percentage,
        round(annual_premium * earner.percentage / 100, 2), extract(year FROM signed_at), extract(month FROM signed_at),
        (ARRAY['pending', 'approved', 'paid'])[1 + policy.id % 3], signed_at
      FROM policy JOIN app_user AS broker ON broker.id = signed_by
        CROSS JOIN LATERAL (VALUES (broker.id, 'broker', 15), (broker.supervisor_id, 'manager', 5)) AS earner (id, role, percentage)`);
    await client.query('DROP TABLE bench, bench_comparison');
    await client.query('VACUUM ANALYZE');
  });
}

/**
 * `count` new prospects of one broker with their keys, ready to be asked for quotes; with `quoted`, each has a fresh comparison of four open
 * quotes, of which the answered id may be accepted. Answers `[{ prospect_id, quote_id }]`.
 */
export async function loadFresh(ownerUrl, dataKey, username, count, quoted) {
  return withClient(ownerUrl, async (client) => {
    await client.query(
      `
      CREATE TEMPORARY TABLE bench_fresh AS
      SELECT nextval('prospect_id_seq')::int AS id, n, app_user.id AS broker, now() AS at, 'quoted' AS reached
      FROM generate_series(1, $1::int) AS n, app_user WHERE username = $2`,
      [count, username],
    );
    await client.query(`
      INSERT INTO prospect (id, version, type, first_name, last_name, email, phone, birth_date, risk_category, language, status, reached, assigned_broker, created_by,
        created_at, updated_at)
      SELECT id, 1, 'individual', 'Anna', 'Bianchi' || n, 'anna.bianchi' || n || '@example.com', '+39334' || lpad(n::text, 7, '0'), '1985-03-15', 'low', 'en',
        ${quoted ? 'reached, reached' : `'new', 'new'`}, broker, broker, at, at FROM bench_fresh`);
    await client.query(`
      INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, occurred_at, prev_hash, hash)
      SELECT gen_random_uuid(), 'ProspectCreated', 'prospect', id, 1, '{}', '{"source": "cli"}', at, '', sha256(id::text::bytea) FROM bench_fresh`);
    const { rows } = await client.query('SELECT id FROM bench_fresh');
    const subjects = rows.map(({ id }) => `prospect:${id}`);
    await client.query('INSERT INTO subject_key (subject, wrapped_key) SELECT * FROM unnest($1::text[], $2::bytea[])', [
      subjects,
      subjects.map((subject) => wrappedKey(dataKey, subject)),
    ]);
    if (!quoted) return rows.map(({ id }) => ({ prospect_id: id }));
    await client.query(`CREATE TEMPORARY TABLE bench_quoted AS
      SELECT nextval('comparison_id_seq')::int AS id, id AS prospect_id, n, broker, at, reached FROM bench_fresh`);
    await insertComparisons(client, 'bench_quoted', `'draft'`);
    await client.query(`
      INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, occurred_at, prev_hash, hash)
      SELECT gen_random_uuid(), 'QuoteGenerated', 'quote', quote.id, 1, to_jsonb(quote) - 'id' - 'version', '{"source": "cli"}', created_at, '', sha256(quote.id::text::bytea)
      FROM quote JOIN bench_quoted ON bench_quoted.id = comparison_id`);
    const ready = await client.query(`
      SELECT quote.prospect_id, quote.id AS quote_id FROM quote JOIN bench_quoted ON bench_quoted.id = comparison_id WHERE is_recommended ORDER BY quote.id`);
    await client.query('VACUUM ANALYZE');
    return ready.rows;
  });
}

async function insertComparisons(client, from, status) {
  await client.query(`
    INSERT INTO comparison (id, version, prospect_id, insurance_type, coverage_amount, risk_category, risk_assumed, priced_for, smoker,
      has_preexisting_conditions, occupation_risk, catalogue_version, recommended_provider, ai_reasoning, risk_assessment, additional_notes, advisor, excluded, generated_by, generated_at)
    SELECT id, 1, prospect_id, 'life', 200000, 'low', false,
      '{"prospect_type": "individual", "birth_date": "1985-03-15", "risk_category": "low"}', false, false, 'standard', '2026.1', 'allianz', 'Allianz comes first.', 'The risk category is low.',
      'The ranking follows fixed rules.', '{"source": "rules"}', '[]', broker, at FROM ${from}`);
  await client.query(`
    INSERT INTO quote (id, version, comparison_id, prospect_id, provider, insurance_type, coverage_amount, annual_premium, monthly_premium, premium_breakdown,
      catalogue_version, valid_until, rank, ai_score, ai_reasoning, rules_score, rules_criteria, is_recommended, status, created_at, accepted_at, accepted_by)
    SELECT nextval('quote_id_seq'), 1, one.id, prospect_id, provider, 'life', 200000, premium, round(premium / 12, 2),
      jsonb_build_object('base', '800.00', 'provider_multiplier', '1.00', 'risk', '0.90', 'coverage', '0.8800', 'age', '1.02', 'smoker', '1.00', 'conditions', '1.00',
        'occupation', '1.00', 'unrounded', premium::text, 'annual_premium', premium::text),
      '2026.1', at::date + 30, place, 90, '{"pros": [], "cons": [], "key_features": [], "reasoning": "It costs what it costs."}', 90, '{"value_for_money": 84}',
      place = 3, ${status}, at, CASE WHEN ${status} = 'accepted' THEN at END, CASE WHEN ${status} = 'accepted' THEN broker END
    FROM ${from} AS one, (VALUES (1, 'generali', 646.27), (2, 'unipolsai', 613.96), (3, 'allianz', 710.90), (4, 'axa', 594.57)) AS offer (place, provider, premium)`);
}

/** A person's key as the application keeps it: wrapped by the data key, bound to its subject. */
function wrappedKey(dataKey, subject) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', createHash('sha256').update(dataKey).digest(), iv).setAAD(
    Buffer.from(subject),
  );
  const text = Buffer.concat([cipher.update(randomBytes(32)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}
