import { type Holding } from './book.js';
import { type Person, reportsOf, type Role } from './staff.js';

/** Whose row a route is about. */
export type Row = 'prospect' | 'comparison' | 'quote' | 'policy' | 'commission' | 'none';

export interface Rule {
  /** Who may, of those who are signed in; `anybody` without signing in. */
  who: readonly Role[] | 'anybody';
  /** The row that path or body names, and through which it is seen. */
  row: Row;
  /** A valid request whose effect is nothing, or is the same each time. */
  body?: (id: number) => object;
  query?: (id: number) => string;
  headers?: Record<string, string>;
  /** Nobody decides on what they earn themselves: 403. */
  neverOnesOwn?: boolean;
  /** Where the row's id stands, if not in the path. */
  inBody?: boolean;
}

const all: Role[] = ['admin', 'head_of_sales', 'manager', 'broker', 'affiliate'];
const sellers: Role[] = ['admin', 'head_of_sales', 'manager', 'broker'];
const superiors: Role[] = ['admin', 'head_of_sales', 'manager'];
const admin: Role[] = ['admin'];

const NEED = { insurance_type: 'auto', coverage_amount: 50_000 };
const OLD_VERSION = { 'if-match': '"999"' };
const NOBODY = 2_147_483_647;
const DETAILS = {
  type: 'individual',
  first_name: 'A',
  last_name: 'B',
  email: 'a@example.com',
  phone: '+39 333 1234567',
};

const open: Rule = { who: 'anybody', row: 'none' };

/**
 * Who may take which route, written from what the roles may do and see, not from the program's own table.
 * A route that this list lacks fails the test.
 */
export const ORACLE: Record<string, Rule> = {
  'GET /health': open,
  'GET /health/live': open,
  'GET /health/ready': open,
  'GET /metrics': open,
  'GET /problems': open,
  'GET /problems/{}': open,
  'POST /auth/register': open,
  'POST /auth/login': open,
  'POST /auth/refresh': open,
  'POST /auth/password/forgot': open,
  'POST /auth/password/reset': open,
  'POST /contracts/verify': open,
  'GET /contracts/verify': open,
  'POST /auth/logout': { who: all, row: 'none' },
  'POST /auth/password': { who: all, row: 'none' },
  'POST /auth/mfa/enrol': { who: all, row: 'none' },
  'POST /auth/mfa/confirm': { who: all, row: 'none' },
  'DELETE /auth/mfa': { who: all, row: 'none' },
  'POST /auth/queue-board': { who: admin, row: 'none' },
  'GET /auth/me': { who: all, row: 'none' },
  'GET /users': { who: superiors, row: 'none' },
  'GET /users/{}': { who: superiors, row: 'none' },
  'PATCH /users/{}': { who: admin, row: 'none' },

  'POST /prospects': { who: all, row: 'none', body: () => ({}) },
  'GET /prospects': { who: all, row: 'none' },
  'GET /prospects/{}': { who: all, row: 'prospect' },
  'PATCH /prospects/{}': { who: sellers, row: 'prospect', body: () => ({ notes: 'seen' }), headers: OLD_VERSION },
  'PUT /prospects/{}': { who: sellers, row: 'prospect', body: () => DETAILS, headers: OLD_VERSION },
  'DELETE /prospects/{}': { who: sellers, row: 'prospect', headers: OLD_VERSION },
  'POST /prospects/{}/assign': { who: superiors, row: 'prospect', body: () => ({ broker_id: NOBODY }) },
  'POST /prospects/{}/status': { who: sellers, row: 'prospect', body: () => ({ status: 'contacted' }) },
  'GET /prospects/{}/activity': { who: all, row: 'prospect' },
  'GET /prospects/{}/history': { who: sellers, row: 'prospect' },

  'POST /eligibility/check': {
    who: sellers,
    row: 'prospect',
    inBody: true,
    body: (id) => ({ prospect_id: id, ...NEED }),
  },
  'POST /eligibility/calculate': {
    who: sellers,
    row: 'prospect',
    inBody: true,
    body: (id) => ({ prospect_id: id, ...NEED }),
  },
  'GET /eligibility/providers': { who: all, row: 'none' },
  'GET /eligibility/rules/{}/{}': { who: all, row: 'none' },
  'GET /catalogue/versions': { who: all, row: 'none' },
  'GET /catalogue/versions/{}': { who: all, row: 'none' },
  'POST /catalogue/versions': { who: admin, row: 'none' },
  'POST /catalogue/versions/{}/publish': { who: admin, row: 'none' },

  'POST /quotes/generate': {
    who: sellers,
    row: 'prospect',
    inBody: true,
    body: (id) => ({ prospect_id: id, ...NEED, coverage_amount: 9_999_999 }),
  },
  'GET /quotes': { who: sellers, row: 'none' },
  'GET /quotes/{}': { who: sellers, row: 'quote' },
  'GET /quotes/{}/history': { who: sellers, row: 'quote' },
  'GET /quotes/prospect/{}': { who: sellers, row: 'prospect' },
  'GET /comparisons/{}': { who: sellers, row: 'comparison' },
  'POST /quotes/{}/send': { who: sellers, row: 'quote' },
  'POST /quotes/{}/reject': { who: sellers, row: 'quote', body: () => ({ reason: 'seen' }) },

  'POST /policies/{}/accept': { who: sellers, row: 'quote', body: () => ({ start_date: '2000-01-01' }) },
  'GET /policies': { who: sellers, row: 'none' },
  'GET /policies/{}': { who: sellers, row: 'policy' },
  'GET /policies/{}/pdf': { who: sellers, row: 'policy' },
  'GET /policies/{}/fulfilment': { who: sellers, row: 'policy' },
  'GET /policies/{}/instalments': { who: sellers, row: 'policy' },
  'GET /policies/{}/history': { who: sellers, row: 'policy' },
  'POST /policies/{}/instalments/{}/pay': { who: sellers, row: 'policy', body: () => ({ paid_on: '2000-01-01' }) },
  'POST /policies/{}/cancel': {
    who: sellers,
    row: 'policy',
    query: () => '?preview=true',
    body: () => ({ reason: 'seen', effective_date: '2000-01-01' }),
  },
  'POST /policies/{}/renew': { who: sellers, row: 'policy', query: () => '?preview=true' },

  'GET /commissions': { who: all, row: 'none' },
  'GET /commissions/{}': { who: all, row: 'commission' },
  'GET /commissions/{}/history': { who: all, row: 'commission' },
  'GET /commissions/{}/explanation': { who: all, row: 'commission' },
  'POST /commissions/{}/approve': { who: superiors, row: 'commission', neverOnesOwn: true },
  'POST /commissions/{}/reject': {
    who: superiors,
    row: 'commission',
    neverOnesOwn: true,
    body: () => ({ reason: 'seen' }),
  },
  'POST /commissions/approve': { who: superiors, row: 'none' },
  'POST /commissions/payouts': { who: admin, row: 'none' },
  'GET /commissions/payouts': { who: admin, row: 'none' },
  'GET /commissions/payouts/{}': { who: admin, row: 'none' },
  'GET /commissions/payouts/{}/csv': { who: admin, row: 'none' },
  'GET /commissions/clawback-preview': {
    who: sellers,
    row: 'policy',
    inBody: true,
    query: (id) => `?policy_id=${id}&effective_date=2026-12-31`,
  },
  'GET /commissions/simulate': { who: sellers, row: 'quote', inBody: true, query: (id) => `?quote_id=${id}` },

  'GET /dashboard': { who: all, row: 'none' },
  'GET /dashboard/activity': { who: all, row: 'none' },
  'GET /activity/stream': { who: all, row: 'none' },

  'GET /events': { who: admin, row: 'none' },
  'GET /events/verify': { who: admin, row: 'none' },
  'GET /access-log': { who: admin, row: 'none' },
  'GET /operations/deliveries': { who: admin, row: 'none' },
  'GET /operations/subscribers': { who: admin, row: 'none' },
  'GET /operations/dead-letters': { who: admin, row: 'none' },
  'POST /operations/dead-letters/{}/{}/redrive': { who: admin, row: 'none' },
  'POST /operations/dead-letters/{}/{}/skip': { who: admin, row: 'none' },
  'POST /operations/reconcile': { who: admin, row: 'none' },
};

/** Whether this person sees a prospect, and with it what hangs on it. */
export function seesHolding(
  person: Person,
  holding: Pick<Holding, 'assigned' | 'created' | 'referred'>,
  staff: Map<string, Person>,
): boolean {
  const owners = [holding.assigned, holding.created];
  switch (person.role) {
    case 'admin':
    case 'head_of_sales':
      return true;
    case 'manager':
      return [person, ...reportsOf(person.name, staff)].some((one) => owners.includes(one.name));
    case 'broker':
      return owners.includes(person.name);
    case 'affiliate':
      return holding.referred === person.name;
  }
}

/** Whether this person sees what somebody earned. */
export function seesEarnings(person: Person, beneficiaryId: number, staff: Map<string, Person>): boolean {
  if (person.role === 'admin' || person.role === 'head_of_sales') return true;
  const mine = person.role === 'manager' ? reportsOf(person.name, staff).map((one) => one.id) : [];
  return [person.id, ...mine].includes(beneficiaryId);
}
