import { FIRST_NAMES, LAST_NAMES } from './people.mjs';

const list = (names) => `(ARRAY[${names.map((name) => `'${name.replaceAll("'", "''")}'`).join(',')}])`;
/** The early ones of a list come up more often. */
const oftenFirst = (names, i, salt) =>
  `${list(names)}[1 + floor(power(growth_share(${i}, ${salt}), 1.7) * ${names.length})::int]`;
const oneOf = (names, i, salt) => `${list(names)}[1 + floor(growth_share(${i}, ${salt}) * ${names.length})::int]`;

/** A number from 0 to 1 that looks random and is always the same for the same two numbers. */
export const SHARE = `
  CREATE FUNCTION growth_share(i bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (hashint8extended(i, salt) & 1048575) / 1048576.0::float8 $$`;

/** Managers 101–110 with ten brokers each, 201–300, and affiliates 301–320; all with the password of the demo users. */
export const TEAMS = `
  INSERT INTO app_user (id, version, username, email, role, supervisor_id, is_active, second_factor, revision, created_at)
  SELECT id, 1, 'growth' || id, 'growth' || id || '@example.com', CASE WHEN id <= 110 THEN 'manager' WHEN id <= 300 THEN 'broker' ELSE 'affiliate' END,
    CASE WHEN id BETWEEN 201 AND 300 THEN 101 + (id - 201) / 10 END, true, false, 1, now() - interval '3 years'
  FROM generate_series(101, 320) id WHERE id <= 110 OR id > 200;
  INSERT INTO credential SELECT app_user.id, demo.password_hash FROM app_user,
    credential demo JOIN app_user named ON named.id = demo.user_id AND named.username = 'broker1' WHERE app_user.id BETWEEN 101 AND 320;
  SELECT setval('user_id_seq', 1000)`;

/** The rows of the business, in the order in which they hang on each other. */
export const ROWS = (prospects) => [
  `INSERT INTO prospect (id, version, type, first_name, last_name, company_name, vat_number, email, phone, birth_date, tax_code, risk_category, language,
    notes, status, reached, assigned_broker, referred_by, created_by, created_at, updated_at)
  SELECT i, CASE status WHEN 'new' THEN 1 WHEN 'quoted' THEN 3 WHEN 'policy_signed' THEN 4 ELSE 2 END, type, first_name, last_name,
    CASE WHEN type = 'business' THEN last_name || ' ' || ${oneOf(['S.r.l.', 'S.p.A.', '& Figli', 'Costruzioni', 'Trasporti'], 'i', 3)} END,
    CASE WHEN type = 'business' THEN lpad((i * 7919 % 100000000000)::text, 11, '0') END,
    lower(translate(first_name || '.' || last_name, ' ''', '')) || i || '@' || ${oneOf(['gmail.com', 'libero.it', 'example.com', 'pec.it', 'outlook.it'], 'i', 4)},
    '+393' || lpad((i * 104729 % 1000000000)::text, 9, '0'),
    CASE WHEN type <> 'business' THEN date '1945-01-01' + floor(growth_share(i, 6) * 20000)::int END,
    CASE WHEN type = 'individual' AND growth_share(i, 7) < 0.7 THEN upper(substr(last_name || 'xxx', 1, 3) || substr(first_name || 'xxx', 1, 3))
      || lpad((i % 100)::text, 2, '0') || substr('ABCDEHLMPRST', 1 + (i % 12)::int, 1) || lpad((1 + i % 28)::text, 2, '0') || 'H'
      || lpad((i % 997)::text, 3, '0') || chr(65 + (i % 26)::int) END,
    CASE WHEN growth_share(i, 8) < 0.7 THEN ${oneOf(['low', 'medium', 'medium', 'high'], 'i', 9)} END, 'it', NULL, status,
    CASE WHEN status <> 'declined' THEN status WHEN growth_share(i, 23) < 0.5 THEN 'quoted' ELSE 'new' END, broker, CASE WHEN growth_share(i, 10) < 0.08 THEN 301 + floor(growth_share(i, 11) * 20)::int END,
    CASE WHEN growth_share(i, 12) < 0.85 THEN broker ELSE 101 + (broker - 201) / 10 END, created_at, created_at + (now() - created_at) * growth_share(i, 13) * 0.2
  FROM generate_series(1::bigint, ${prospects}) i, LATERAL (SELECT
    ${oftenFirst(FIRST_NAMES, 'i', 1)} AS first_name, ${oftenFirst(LAST_NAMES, 'i', 2)} AS last_name,
    CASE WHEN growth_share(i, 14) < 0.8 THEN 'individual' WHEN growth_share(i, 14) < 0.88 THEN 'family' ELSE 'business' END AS type,
    CASE WHEN growth_share(i, 15) < 0.40 THEN 'new' WHEN growth_share(i, 15) < 0.68 THEN 'contacted' WHEN growth_share(i, 15) < 0.84 THEN 'quoted'
      WHEN growth_share(i, 15) < 0.96 THEN 'policy_signed' ELSE 'declined' END AS status,
    201 + floor(growth_share(i, 5) * 100)::int AS broker,
    date_trunc('milliseconds', now() - interval '730 days' * (1 - i / ${prospects + 1}::float8)) AS created_at) AS one`,

  `INSERT INTO comparison (id, version, prospect_id, insurance_type, coverage_amount, risk_category, risk_assumed, smoker, has_preexisting_conditions,
    occupation_risk, catalogue_version, recommended_provider, ai_reasoning, risk_assessment, additional_notes, advisor, excluded, generated_by, generated_at)
  SELECT row_number() OVER (ORDER BY p.id), 1, p.id, ${oneOf(['life', 'auto', 'home', 'health'], 'p.id', 20)}, 100000, coalesce(risk_category, 'medium'),
    risk_category IS NULL, false, false, 'standard', '2026.1', ${oneOf(['generali', 'unipolsai', 'allianz', 'axa'], 'p.id', 21)},
    repeat('The first of the three is the best balance of price and cover. ', 3), 'The risk is ordinary for the age.', '',
    '{"source": "rules", "model": null, "prompt_version": null, "latency_ms": 0, "fallback_reason": "not_configured"}', '[]', assigned_broker,
    least(date_trunc('milliseconds', created_at + interval '20 days' * growth_share(p.id, 22)), now())
  FROM prospect p WHERE status IN ('quoted', 'policy_signed') OR status = 'declined' AND growth_share(p.id, 23) < 0.5`,

  `INSERT INTO quote (id, version, comparison_id, prospect_id, provider, insurance_type, coverage_amount, annual_premium, monthly_premium, premium_breakdown,
    catalogue_version, valid_until, rank, ai_score, ai_reasoning, rules_score, rules_criteria, is_recommended, status, closed_reason, created_at, sent_at,
    accepted_at, accepted_by, assigned_broker, prospect_creator)
  SELECT (c.id - 1) * 3 + rank, CASE one.status WHEN 'draft' THEN 1 ELSE 2 END, c.id, c.prospect_id,
    (ARRAY['generali', 'unipolsai', 'allianz', 'axa'])[1 + (c.id + rank) % 4], c.insurance_type, c.coverage_amount, premium, round(premium / 12, 2),
    '{"base": "800.00", "provider_multiplier": "1.05", "risk": "1.10", "coverage": "1.0000", "age": "1.10", "smoker": "1.00", "conditions": "1.00", "occupation": "1.00", "unrounded": "1016.40", "annual_premium": "1016.40"}',
    '2026.1', (c.generated_at + interval '30 days')::date, rank, 92 - 4 * rank,
    '{"pros": ["A low premium for the cover", "Claims are settled quickly"], "cons": ["The deductible is above the average"], "key_features": ["Cover up to the full amount"], "reasoning": "A good balance of price and cover."}',
    90 - 4 * rank, '{"price": 80, "claims": 85, "solvency": 90, "flexibility": 70, "service": 75}', rank = 1, one.status,
    CASE one.status WHEN 'rejected' THEN 'another_quote_accepted' WHEN 'expired' THEN 'past_validity' END, c.generated_at,
    CASE one.status WHEN 'sent' THEN c.generated_at END, CASE one.status WHEN 'accepted' THEN accepted_at END,
    CASE one.status WHEN 'accepted' THEN c.generated_by END, p.assigned_broker, p.created_by
  FROM comparison c JOIN prospect p ON p.id = c.prospect_id CROSS JOIN generate_series(1, 3) rank, LATERAL (SELECT
    round((300 + 1500 * growth_share(c.id * 3 + rank, 30))::numeric, 2) AS premium,
    least(c.generated_at + interval '10 days' * growth_share(c.id, 31), now()) AS accepted_at,
    CASE WHEN p.status = 'policy_signed' THEN CASE rank WHEN 1 THEN 'accepted' ELSE 'rejected' END
      WHEN c.generated_at < now() - interval '30 days' THEN 'expired' WHEN rank = 1 THEN 'sent' ELSE 'draft' END AS status) AS one`,

  `INSERT INTO policy (id, version, policy_number, quote_id, prospect_id, provider, insurance_type, coverage_amount, declared, catalogue_version, term,
    start_date, end_date, renewal_date, annual_premium, monthly_premium, premium_breakdown, terms, instalments, chase_on, status, signed_by, signed_at,
    cancelled_at, contract_document, confirmation_sent_at, assigned_broker, prospect_creator)
  SELECT id, CASE WHEN term = 2 THEN 5 ELSE 3 END + CASE WHEN status = 'active' THEN 0 ELSE 1 END,
    'INS-' || year || '-' || lpad((row_number() OVER (PARTITION BY year ORDER BY id))::text, 6, '0'), quote_id, prospect_id, provider, insurance_type,
    coverage_amount, '{"risk_category": "medium", "smoker": false, "has_preexisting_conditions": false, "occupation_risk": "standard"}', '2026.1', term,
    start, (start + interval '1 year')::date - 1, (start + interval '1 year')::date, annual_premium, monthly_premium, premium_breakdown,
    (SELECT jsonb_agg(jsonb_build_object('term', t, 'start', first + make_interval(years => t - 1), 'end', (first + make_interval(years => t))::date - 1,
      'annual_premium', annual_premium::text, 'catalogue_version', '2026.1', 'agreed_at', accepted_at, 'broker_id', broker, 'manager_id', 101 + (broker - 201) / 10,
      'affiliate_id', affiliate)) FROM generate_series(1, term) t),
    (SELECT jsonb_agg(jsonb_build_object('term', 1 + (n - 1) / 12, 'number', 1 + (n - 1) % 12, 'due_date', due, 'amount', monthly_premium::text,
      'paid_on', CASE WHEN due < current_date THEN due END)) FROM generate_series(1, 12 * term) n, LATERAL (SELECT (first + make_interval(months => n - 1))::date AS due) AS d),
    CASE WHEN status = 'active' THEN (first + interval '1 month' * ceil(extract(epoch FROM now() - first) / 2629800 + 1))::date END,
    status, accepted_by, accepted_at, CASE status WHEN 'cancelled' THEN least(accepted_at + interval '60 days', now()) END, 'DOC-' || id || '-' || term, accepted_at, broker, creator
  FROM (SELECT *, (first + make_interval(years => term - 1))::date AS start FROM (
    SELECT row_number() OVER (ORDER BY q.accepted_at, q.id) AS id, q.id AS quote_id, q.prospect_id, q.provider, q.insurance_type, q.coverage_amount,
      q.annual_premium, q.monthly_premium, q.premium_breakdown, q.accepted_at, q.accepted_by, p.assigned_broker AS broker, p.created_by AS creator, p.referred_by AS affiliate,
      q.accepted_at::date AS first, extract(year FROM q.accepted_at)::int AS year,
      CASE WHEN q.accepted_at < now() - interval '1 year' AND growth_share(q.id, 40) < 0.75 THEN 2 ELSE 1 END AS term,
      CASE WHEN growth_share(q.id, 41) < 0.04 THEN 'cancelled' WHEN q.accepted_at < now() - interval '1 year' AND growth_share(q.id, 40) >= 0.75 THEN 'expired'
        ELSE 'active' END AS status
    FROM quote q JOIN prospect p ON p.id = q.prospect_id WHERE q.status = 'accepted') AS signed) AS dated`,

  `INSERT INTO contract (policy_id, term, document_id, sha256, size, content_hash, template_version, language, issued_at)
  SELECT id, t, 'DOC-' || id || '-' || t, encode(sha256(('pdf' || id || t)::bytea), 'hex'), 90000, encode(sha256(('html' || id || t)::bytea), 'hex'), '1', 'it', signed_at
  FROM policy, generate_series(1, term) t`,

  `INSERT INTO commission (id, version, policy_id, policy_number, prospect_id, term, commission_type, beneficiary_id, beneficiary_role, base_amount, percentage,
    amount, period_year, period_month, status, approved_by, approved_at, payout_id, paid_at, rejected_reason, created_at)
  SELECT row_number() OVER (ORDER BY created_at, policy_id, beneficiary_role), CASE status WHEN 'pending' THEN 1 WHEN 'paid' THEN 3 ELSE 2 END, policy_id,
    policy_number, prospect_id, term, CASE term WHEN 1 THEN 'initial' ELSE 'renewal_year1' END, beneficiary_id, beneficiary_role, annual_premium, percentage,
    round(annual_premium * percentage / 100, 2), extract(year FROM created_at), extract(month FROM created_at), status,
    CASE WHEN status IN ('approved', 'paid') THEN (SELECT id FROM app_user WHERE username = 'head_sales') END,
    CASE WHEN status IN ('approved', 'paid') THEN created_at + interval '3 days' END, CASE status WHEN 'paid' THEN month END,
    CASE status WHEN 'paid' THEN created_at + interval '40 days' END, CASE status WHEN 'rejected' THEN 'Twice' END, created_at
  FROM (SELECT *, CASE WHEN created_at > now() - interval '15 days' THEN 'pending' WHEN growth_share(policy_id * 4 + term, 50) < 0.02 THEN 'rejected'
      WHEN created_at > now() - interval '45 days' THEN 'approved' ELSE 'paid' END AS status,
      (extract(year FROM created_at) - 2020) * 12 + extract(month FROM created_at) AS month
    FROM (SELECT policy.id AS policy_id, policy_number, policy.prospect_id, t AS term, annual_premium, beneficiary_role, beneficiary_id, percentage,
        least(signed_at + make_interval(years => t - 1), now()) AS created_at
      FROM policy JOIN prospect p ON p.id = policy.prospect_id CROSS JOIN LATERAL generate_series(1, term) t CROSS JOIN LATERAL (VALUES
        ('broker', p.assigned_broker, 15), ('manager', 101 + (p.assigned_broker - 201) / 10, 5), ('affiliate', p.referred_by, 2))
        AS earner (beneficiary_role, beneficiary_id, percentage)
      WHERE beneficiary_id IS NOT NULL) AS earned) AS decided`,

  `INSERT INTO payout (id, version, created_by, created_at, period, total, count)
  SELECT payout_id, 1, (SELECT id FROM app_user WHERE username = 'admin'), max(paid_at), NULL, sum(amount), count(*) FROM commission WHERE status = 'paid' GROUP BY payout_id`,
  `INSERT INTO payout_item (commission_id, payout_id, beneficiary_id, amount) SELECT id, payout_id, beneficiary_id, amount FROM commission WHERE status = 'paid' ORDER BY id`,
  `SELECT setval(name || '_id_seq', greatest(last, 1)) FROM (VALUES ('prospect', (SELECT max(id) FROM prospect)), ('comparison', (SELECT max(id) FROM comparison)),
    ('quote', (SELECT max(id) FROM quote)), ('policy', (SELECT max(id) FROM policy)), ('commission', (SELECT max(id) FROM commission)),
    ('payout', (SELECT max(id) FROM payout))) AS series (name, last)`,
  `INSERT INTO number_series SELECT 'policy-' || substr(policy_number, 5, 4), count(*) FROM policy GROUP BY 1`,
];
