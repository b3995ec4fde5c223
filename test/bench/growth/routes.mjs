const EVERYBODY = ['broker', 'manager', 'admin'];
const LISTS = {
  prospects: {
    sorts: ['created_at', 'updated_at', 'status', 'name'],
    filters: [
      'status=declined',
      'type=business',
      'risk_category=high',
      'assigned_broker=205',
      'q=rossi',
      'q=zz',
      'q=m',
      'q=rossi%20maria',
      'q=d%27angelo',
      'q=IT%20079%201900',
      'q=%2B39%20347%201047',
    ],
  },
  quotes: {
    sorts: ['created_at', 'annual_premium', 'valid_until'],
    filters: [
      'status=sent',
      'provider=axa',
      'insurance_type=life',
      'prospect_id={prospect}',
      'comparison_id={comparison}',
    ],
  },
  policies: {
    sorts: ['signed_at', 'end_date', 'annual_premium'],
    filters: [
      'status=cancelled',
      'provider=axa',
      'insurance_type=life',
      'prospect_id={prospect}',
      'expiring_within_days=30',
    ],
  },
  commissions: {
    sorts: ['created_at', 'amount', 'status'],
    filters: [
      'status=pending',
      'type=renewal_year1',
      'type=clawback',
      'beneficiary=205',
      'policy_id={policy}',
      'period=month',
      'period=week',
      'period=year',
    ],
  },
};
const ONE = [
  '/prospects/{prospect}',
  '/prospects/{prospect}/history',
  '/prospects/{prospect}/activity',
  '/quotes/{quote}',
  '/quotes/{quote}/history',
  '/quotes/prospect/{prospect}',
  '/comparisons/{comparison}',
  '/policies/{policy}',
  '/policies/{policy}/fulfilment',
  '/policies/{policy}/instalments',
  '/policies/{policy}/history',
  '/commissions/{commission}',
  '/commissions/{commission}/history',
  '/commissions/{commission}/explanation',
  '/commissions/simulate?quote_id={open_quote}',
  '/dashboard/activity',
  ...['today', 'week', 'month', 'quarter', 'year'].map((period) => `/dashboard?period=${period}`),
];
const OPERATED = [
  '/users',
  '/users?q=growth2',
  '/commissions/payouts',
  '/commissions/payouts/{payout}',
  '/events',
  '/events?aggregate_type=policy',
  '/events?aggregate_type=policy&aggregate_id={policy}',
  '/events?event_type=PolicyCreated',
  '/events?event_type=PayoutMade',
  '/events?after=1000',
  '/operations/deliveries',
  '/operations/deliveries?status=done',
  '/operations/deliveries?status=skipped',
  '/operations/deliveries?status=pending',
  '/operations/deliveries?subscriber=payout-mail',
  '/operations/deliveries?subscriber=activity',
  '/operations/deliveries?event_type=PolicyCreated',
  '/operations/deliveries?aggregate_type=policy&aggregate_id={policy}',
  '/operations/subscribers',
  '/operations/dead-letters',
  '/access-log',
  '/access-log?action=prospect.read',
];

/** The addresses that read rows of a growing book, with filters and orders, as `[role, path]`; `ids` fills in what they name. */
export function readingRoutes(ids) {
  const filled = (path) => path.replace(/\{(\w+)\}/g, (_, name) => ids[name]);
  const lists = Object.entries(LISTS).flatMap(([list, { sorts, filters }]) => [
    ...sorts.flatMap((sort) => [`/${list}?sort=${sort}`, `/${list}?sort=-${sort}`]),
    ...filters.map((filter) => `/${list}?${filter}`),
  ]);
  return [
    ...EVERYBODY.flatMap((role) => [...lists, ...ONE].map((path) => [role, filled(path)])),
    ...OPERATED.map((path) => ['admin', filled(path)]),
  ];
}

/** One of each that broker growth201 sees, newest first. */
export const IDS = `
  SELECT policy.id AS policy, policy.prospect_id AS prospect, quote_id AS quote, comparison_id AS comparison,
    (SELECT max(id) FROM commission WHERE beneficiary_id = 201) AS commission, (SELECT max(id) FROM payout) AS payout, quote_id AS open_quote
  FROM policy JOIN quote ON quote.id = quote_id JOIN prospect ON prospect.id = policy.prospect_id WHERE prospect.assigned_broker = 201 ORDER BY policy.id DESC LIMIT 1`;
