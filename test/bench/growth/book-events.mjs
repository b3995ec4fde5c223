/** One line of history for each kind of fact: the columns of growth_event after its id, from the rows that it made. */
const FACTS = [
  [
    'UserRegistered',
    'user',
    `SELECT id, 1, created_at, NULL, NULL, NULL, NULL, NULL, id, jsonb_build_object('role', role, 'supervisor_id', supervisor_id)
    FROM app_user WHERE username LIKE 'growth%'`,
  ],
  [
    'ProspectCreated',
    'prospect',
    `SELECT id, 1, created_at, id, NULL, NULL, NULL, NULL, created_by,
    jsonb_build_object('type', type, 'risk_category', risk_category, 'language', language, 'assigned_broker', assigned_broker, 'referred_by', referred_by,
      'created_by', created_by, 'sealed', jsonb_build_object('subject', 'prospect:' || id, 'box', repeat(md5(id::text), 8))) FROM prospect`,
  ],
  [
    'ProspectStatusChanged',
    'prospect',
    `SELECT id, v + 1, created_at + (updated_at - created_at) * v / 4, id, NULL, NULL, NULL, NULL, assigned_broker,
    jsonb_build_object('status', CASE WHEN status = 'declined' THEN status ELSE (ARRAY['contacted', 'quoted', 'policy_signed'])[v] END,
      'previous_status', (ARRAY['new', 'contacted', 'quoted'])[v]) FROM prospect, generate_series(1, version - 1) v`,
  ],
  [
    'ComparisonGenerated',
    'comparison',
    `SELECT id, 1, generated_at, prospect_id, NULL, NULL, NULL, NULL, generated_by,
    jsonb_build_object('prospect_id', prospect_id, 'insurance_type', insurance_type, 'coverage_amount', coverage_amount::text, 'catalogue_version', catalogue_version,
      'recommended_provider', recommended_provider, 'ai_reasoning', ai_reasoning, 'risk_assessment', risk_assessment, 'advisor', advisor, 'excluded', excluded,
      'generated_by', generated_by, 'sealed', jsonb_build_object('subject', 'prospect:' || prospect_id, 'box', repeat(md5(id::text), 4)), 'quotes', '[{}, {}, {}]'::jsonb)
    FROM comparison`,
  ],
  [
    'QuoteGenerated',
    'quote',
    `SELECT id, 1, created_at, prospect_id, id, NULL, NULL, NULL, NULL,
    jsonb_build_object('prospect_id', prospect_id, 'comparison_id', comparison_id, 'provider', provider, 'insurance_type', insurance_type,
      'annual_premium', annual_premium::text, 'premium_breakdown', premium_breakdown, 'ai_reasoning', ai_reasoning, 'rules_criteria', rules_criteria, 'rank', rank)
    FROM quote`,
  ],
  ...[
    ['QuoteSent', 'sent', 'created_at'],
    ['QuoteAccepted', 'accepted', 'accepted_at'],
    ['QuoteRejected', 'rejected', 'created_at'],
    ['QuoteExpired', 'expired', 'valid_until::timestamptz'],
  ].map(([type, status, at]) => [
    type,
    'quote',
    `SELECT id, 2, ${at}, prospect_id, id, NULL, NULL, NULL, accepted_by,
      jsonb_build_object('prospect_id', prospect_id, 'comparison_id', comparison_id, 'closed_reason', closed_reason) FROM quote WHERE status = '${status}'`,
  ]),
  [
    'PolicyCreated',
    'policy',
    `SELECT id, 1, signed_at, prospect_id, NULL, id, NULL, NULL, signed_by,
    jsonb_build_object('policy_number', policy_number, 'prospect_id', prospect_id, 'quote_id', quote_id, 'provider', provider, 'insurance_type', insurance_type,
      'term', 1, 'instalments', instalments, 'annual_premium', annual_premium::text, 'signed_by', signed_by, 'broker_id', terms -> 0 -> 'broker_id',
      'manager_id', terms -> 0 -> 'manager_id', 'affiliate_id', terms -> 0 -> 'affiliate_id') FROM policy`,
  ],
  [
    'PolicyContractGenerated',
    'policy',
    `SELECT policy_id, CASE term WHEN 1 THEN 2 ELSE 5 END, issued_at, prospect_id, NULL, policy_id, NULL, NULL, NULL,
    jsonb_build_object('prospect_id', prospect_id, 'term', contract.term, 'document_id', document_id, 'sha256', sha256, 'size', size, 'language', language)
    FROM contract JOIN (SELECT id AS policy_id, prospect_id FROM policy) AS of USING (policy_id)`,
  ],
  [
    'PolicyConfirmationSent',
    'policy',
    `SELECT id, 3, signed_at, prospect_id, NULL, id, NULL, NULL, NULL, jsonb_build_object('prospect_id', prospect_id, 'term', 1) FROM policy`,
  ],
  [
    'PolicyRenewed',
    'policy',
    `SELECT id, 4, start_date, prospect_id, NULL, id, NULL, NULL, signed_by,
    jsonb_build_object('policy_number', policy_number, 'prospect_id', prospect_id, 'provider', provider, 'term', 2, 'instalments', instalments) FROM policy WHERE term = 2`,
  ],
  [
    'PolicyExpired',
    'policy',
    `SELECT id, version, end_date, prospect_id, NULL, id, NULL, NULL, NULL,
    jsonb_build_object('policy_number', policy_number, 'prospect_id', prospect_id, 'term', term) FROM policy WHERE status = 'expired'`,
  ],
  [
    'PolicyCancelled',
    'policy',
    `SELECT id, version, cancelled_at, prospect_id, NULL, id, NULL, NULL, signed_by,
    jsonb_build_object('policy_number', policy_number, 'prospect_id', prospect_id) FROM policy WHERE status = 'cancelled'`,
  ],
  ...[
    ['CommissionCalculated', 1, 'created_at', 'true'],
    ['CommissionApproved', 2, 'approved_at', `status IN ('approved', 'paid')`],
    ['CommissionPaid', 3, 'paid_at', `status = 'paid'`],
    ['CommissionRejected', 2, 'created_at', `status = 'rejected'`],
  ].map(([type, version, at, condition]) => [
    type,
    'commission',
    `SELECT id, ${version}, ${at}, prospect_id, NULL, policy_id, id, beneficiary_id, NULL,
      jsonb_build_object('policy_id', policy_id, 'policy_number', policy_number, 'prospect_id', prospect_id, 'term', term, 'commission_type', commission_type,
        'beneficiary_id', beneficiary_id, 'beneficiary_role', beneficiary_role, 'amount', amount::text) FROM commission WHERE ${condition}`,
  ]),
];

const hashOf = (version) => `sha256((aggregate_type || '/' || aggregate_id || '/' || ${version})::bytea)`;

/** All history in one table, from which the event store and what follows from it are made. */
export const EVENTS = [
  `CREATE UNLOGGED TABLE growth_event (id bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, event_type text, aggregate_type text, aggregate_id int, version int,
    occurred_at timestamptz, prospect_id int, quote_id int, policy_id int, commission_id int, beneficiary_id int, user_id int, data jsonb)`,
  ...FACTS.map(
    ([
      type,
      aggregate,
      rows,
    ]) => `INSERT INTO growth_event (event_id, event_type, aggregate_type, aggregate_id, version, occurred_at, prospect_id, quote_id,
      policy_id, commission_id, beneficiary_id, user_id, data) -- ${type}
    SELECT uuidv7(at - clock_timestamp()), '${type}', '${aggregate}', id, version, at, prospect_id::int, quote_id::int,
      policy_id::int, commission_id::int, beneficiary_id::int, user_id::int, data
    FROM (${rows}) AS fact (id, version, at, prospect_id, quote_id, policy_id, commission_id, beneficiary_id, user_id, data)`,
  ),
];

/** The event store with its hashes, which only look like a chain (nothing that is measured reads them), and what follows from an event. */
export const OUTCOMES = (subscribersOf) => [
  `INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, occurred_at, recorded_at, prev_hash, hash)
  SELECT event_id, event_type, aggregate_type, aggregate_id::text, version, data, jsonb_build_object('user_id', user_id, 'role', 'broker', 'source', 'api',
    'timestamp', occurred_at, 'correlation_id', event_id, 'causation_id', NULL, 'ip', NULL), occurred_at, occurred_at,
    CASE version WHEN 1 THEN ''::bytea ELSE ${hashOf('version - 1')} END, ${hashOf('version')} FROM growth_event ORDER BY occurred_at, id`,
  `INSERT INTO event_delivery (event_id, subscriber, event_type, aggregate_type, aggregate_id, version, status, attempts, forwards, next_at, done_at, created_at)
  SELECT event_id, subscriber, event_type, aggregate_type, aggregate_id::text, version, 'done', 1, 0, occurred_at, occurred_at, occurred_at
  FROM growth_event JOIN (VALUES ${owed(subscribersOf)}) AS owed (event_type, subscriber) USING (event_type)`,
  `INSERT INTO activity (event_id, event_type, occurred_at, prospect_id, quote_id, policy_id, commission_id, beneficiary_id, user_id, details)
  SELECT event_id, event_type, occurred_at, prospect_id, quote_id, policy_id, commission_id, beneficiary_id, user_id,
    jsonb_strip_nulls(jsonb_build_object('policy_number', data -> 'policy_number', 'insurance_type', data -> 'insurance_type', 'amount', data -> 'amount',
      'status', data -> 'status', 'provider', data -> 'provider', 'assigned_broker', data -> 'assigned_broker', 'quotes', CASE event_type WHEN 'ComparisonGenerated' THEN 3 END))
  FROM growth_event WHERE aggregate_type <> 'user'`,
  // Whoever made or compared something has looked at the person, and everybody who signed has had a letter.
  `INSERT INTO access_log (at, user_id, role, action, object, route, status, request_id, sealed_ip)
  SELECT occurred_at, user_id, 'broker', 'prospect.read', 'prospect:' || prospect_id, 'GET /api/v1/prospects/:id', 200, event_id,
    jsonb_build_object('subject', 'user:' || user_id, 'box', repeat(md5(event_id::text), 3))
  FROM growth_event WHERE event_type IN ('ProspectCreated', 'ComparisonGenerated') ORDER BY occurred_at`,
  `INSERT INTO mail (event_id, template, recipient, message_id, status, sending_at, sent_at)
  SELECT event_id, 'policy-confirmation', 'prospect:' || prospect_id, event_id || '@example.com', 'sent', occurred_at, occurred_at
  FROM growth_event WHERE event_type = 'PolicyCreated'`,
];

/** Everything is sealed, in the order in which it was stored. */
export const SEALS = [
  'DELETE FROM event_unsealed',
  `INSERT INTO event_sequence (sequence, event_id, mac) SELECT row_number() OVER (ORDER BY id), event_id, sha256(event_id::text::bytea) FROM event_store`,
  `INSERT INTO event_block (number, first_sequence, last_sequence, merkle_root, previous, hmac, sealed_at)
  SELECT 1, 1, max(sequence), sha256(''), '', sha256('block'), now() FROM event_sequence`,
];

function owed(subscribersOf) {
  return FACTS.flatMap(([type, aggregate]) =>
    subscribersOf(type, aggregate).map((subscriber) => `('${type}', '${subscriber}')`),
  ).join(', ');
}
