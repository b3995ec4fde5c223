import { aComparison, aProspect, must } from '../../support/journey.js';
import { type System } from '../../support/system.js';
import { type Person } from './staff.js';

/** One prospect with everything that hangs on it, and whose it is. */
export interface Holding {
  /** What this ownership is an example of. */
  name: string;
  assigned: string | null;
  created: string;
  referred: string | null;
  prospect: number;
  comparison: number;
  /** Still open. */
  quote: number;
  policy: number;
}

const OWNERSHIPS: Pick<Holding, 'name' | 'assigned' | 'created' | 'referred'>[] = [
  { name: "a broker's own", assigned: 'broker1', created: 'broker1', referred: null },
  { name: "a colleague's, the same team", assigned: 'broker2', created: 'broker2', referred: null },
  { name: "another team's", assigned: 'broker3', created: 'broker3', referred: null },
  { name: "an indirect report's", assigned: 'subbroker', created: 'subbroker', referred: null },
  { name: "a manager's own", assigned: 'manager1', created: 'manager1', referred: null },
  { name: "a submanager's own", assigned: 'submanager', created: 'submanager', referred: null },
  { name: "nobody's, from above", assigned: null, created: 'admin', referred: null },
  { name: "nobody's, from the company", assigned: null, created: 'head_sales', referred: null },
  { name: 'reassigned to another team', assigned: 'broker3', created: 'manager1', referred: null },
  { name: 'a referral in the team', assigned: 'broker1', created: 'affiliate1', referred: 'affiliate1' },
  { name: 'a referral to another team', assigned: 'broker3', created: 'broker3', referred: 'affiliate2' },
  { name: 'a referral named by a colleague', assigned: 'broker2', created: 'broker2', referred: 'affiliate1' },
];

/** One holding of every kind of ownership: each prospect with an open quote and with a policy. */
export async function fillTheBook(system: System, staff: Map<string, Person>): Promise<Holding[]> {
  const admin = await system.as('admin');
  const holdings: Holding[] = [];
  for (const ownership of OWNERSHIPS) {
    const creator = await system.as(ownership.created);
    const byHand = ownership.created !== ownership.assigned && staff.get(ownership.created)!.role === 'manager';
    const prospect = await aProspect(creator, {
      email: `holding${holdings.length}@example.com`,
      ...(ownership.referred && ownership.referred !== ownership.created
        ? { referred_by: staff.get(ownership.referred)!.id }
        : {}),
      ...(staff.get(ownership.created)!.role === 'manager'
        ? { assigned_broker: staff.get(ownership.created)!.id }
        : {}),
    });
    if (byHand)
      must(await admin.post(`/prospects/${prospect}/assign`, { broker_id: staff.get(ownership.assigned!)!.id }), 200);
    const bought = await aComparison(admin, prospect);
    const policy = must(await admin.post(`/policies/${bought.quotes[0].id}/accept`), 201).policy;
    const open = await aComparison(admin, prospect, { insurance_type: 'home', coverage_amount: 100_000 });
    holdings.push({
      ...ownership,
      prospect,
      comparison: open.comparison_id,
      quote: open.quotes[0].id,
      policy: policy.id,
    });
  }
  return holdings;
}
