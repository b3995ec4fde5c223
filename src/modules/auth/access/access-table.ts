import { type Role } from './roles.js';

/** How far a permission reaches. A role that an entry does not name has none. */
export type Scope = 'all' | 'company' | 'team' | 'own' | 'referrals';

type Grants = Partial<Record<Role, Scope>>;

const everyone: Grants = { admin: 'all', head_of_sales: 'company', manager: 'team', broker: 'own' };
const superiors: Grants = { admin: 'all', head_of_sales: 'company', manager: 'team' };
const withAffiliates: Grants = { ...everyone, affiliate: 'referrals' };
const adminOnly: Grants = { admin: 'all' };
const anySignedIn: Grants = { ...everyone, affiliate: 'own' };

/**
 * Who may do what, and how far: (resource, action) → role → scope. The guard, the SQL filters, the roles in the
 * OpenAPI document and the access tests all come from here; what is not listed is refused.
 */
export const ACCESS = {
  session: { read: anySignedIn, end: anySignedIn, change_password: anySignedIn, manage_second_factor: anySignedIn },
  user: { read: superiors, update: { admin: 'all' } },
  catalogue: { read: anySignedIn },
  prospect: {
    create: withAffiliates,
    read: withAffiliates,
    update: everyone,
    delete: everyone,
    assign: superiors,
    read_history: everyone,
  },
  eligibility: { check: everyone },
  quote: {
    generate: everyone,
    read: everyone,
    send: everyone,
    accept: everyone,
    reject: everyone,
    read_history: everyone,
  },
  policy: {
    read: everyone,
    renew: everyone,
    cancel: everyone,
    pay_instalment: everyone,
    read_history: everyone,
  },
  commission: {
    read: anySignedIn,
    simulate: everyone,
    approve: superiors,
    reject: superiors,
    read_history: anySignedIn,
  },
  payout: { make: { admin: 'all' }, read: { admin: 'all' } },
  dashboard: { read: anySignedIn },
  activity: { read: anySignedIn },
  event: { read: adminOnly, verify: adminOnly },
  access_log: { read: adminOnly },
  operations: { read: adminOnly, redrive: adminOnly, skip: adminOnly, reconcile: adminOnly },
} satisfies Record<string, Record<string, Grants>>;

export type Resource = keyof typeof ACCESS;
export type Action<R extends Resource = Resource> = R extends Resource ? keyof (typeof ACCESS)[R] & string : never;

/** The roles that an entry names. */
export function grantsOf(resource: Resource, action: string): Grants {
  return (ACCESS[resource] as Record<string, Grants>)[action] ?? {};
}

/** How far the role may do this; undefined: never. */
export function scopeOf(role: string, resource: Resource, action: string): Scope | undefined {
  return grantsOf(resource, action)[role as Role];
}
