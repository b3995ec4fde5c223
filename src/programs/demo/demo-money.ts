import { type Actor } from '../../platform/context/request-context.js';
import { sql } from '../../platform/database/sql.js';
import { having } from '../../platform/database/statements.js';
import {
  ApproveCommissions,
  CalculateCommissions,
  COMMISSION,
  type CommissionStatus,
} from '../../modules/commissions/index.js';
import { MakePayout } from '../../modules/payouts/index.js';
import { CancelPolicy, POLICY, type PolicyState } from '../../modules/policies/index.js';
import { type DemoTools } from './demo-tools.js';

/** Of the older customers' policies: the first thirty are paid out, the others approved. */
const PAID = 30;
/** Of this month's twelve: the first four are approved, the others wait. */
const APPROVED_THIS_MONTH = 4;

type ActorOf = (username: string) => Promise<Actor>;

/** The commissions of a policy just signed, by the command that the worker would send; it then finds them done. */
export async function calculate(tools: DemoTools, policy: PolicyState): Promise<void> {
  const [term] = policy.terms;
  const { policy_number, prospect_id } = policy;
  await tools.commands.execute(
    new CalculateCommissions(policy.id, 1, { ...term!, policy_number, prospect_id, occurred_at: policy.signed_at }),
  );
}

/** What happens to the money in the end, in this order; each is a step of the book. */
export const MONEY_STEPS: ((tools: DemoTools, actorOf: ActorOf, older: number) => Promise<void>)[] = [
  async (tools, actorOf, older) => {
    const policies = await oldestPolicies(tools);
    const ids = [...policies.slice(0, older), ...policies.slice(older, older + APPROVED_THIS_MONTH)];
    for (const name of ['manager1', 'manager2', 'head_sales']) await approve(tools, await actorOf(name), ids);
  },
  async (tools, actorOf) => {
    const ids = await commissionsOf(tools, 'approved', (await oldestPolicies(tools)).slice(0, PAID));
    if (ids.length > 0) await tools.commands.execute(new MakePayout(await actorOf('admin'), { ids }));
  },
  async (tools, actorOf) => {
    const { id, status, end_date, signed_at } = POLICY;
    const [policy] = await tools.units.query<{ id: number }>(sql`
      SELECT ${id} FROM ${POLICY} JOIN ${COMMISSION} ON ${COMMISSION.policy_id} = ${id} AND ${COMMISSION.status} = 'paid'
      WHERE ${status} = 'active' AND ${end_date} > company_now()::date ORDER BY ${signed_at}, ${id} LIMIT 1`);
    if (!policy) return;
    const wish = { effective_date: null, reason: 'The customer moved abroad.', preview: false };
    await tools.commands.execute(new CancelPolicy(await actorOf('head_sales'), policy.id, wish));
  },
];

async function oldestPolicies(tools: DemoTools): Promise<number[]> {
  const rows = await tools.units.query<{ id: number }>(sql`SELECT ${POLICY.id} FROM ${POLICY} ORDER BY ${POLICY.id}`);
  return rows.map(({ id }) => id);
}

/** The commissions of these policies that stand so, those of these beneficiaries alone where some are named. */
async function commissionsOf(
  tools: DemoTools,
  status: CommissionStatus,
  policies: readonly number[],
  beneficiaries?: readonly number[],
): Promise<number[]> {
  const { id, policy_id, beneficiary_id } = COMMISSION;
  const theirs = beneficiaries ? sql`AND ${beneficiary_id} = ANY(${beneficiaries}::int[])` : sql``;
  const rows = await tools.units.query<{ id: number }>(sql`
    SELECT ${id} FROM ${COMMISSION} WHERE ${having(COMMISSION, { status })} AND ${policy_id} = ANY(${policies}::int[])
    ${theirs} ORDER BY ${id}`);
  return rows.map((row) => row.id);
}

/** What is pending of those policies and within the superior's team, their own left out. */
async function approve(tools: DemoTools, superior: Actor, policies: readonly number[]): Promise<void> {
  const ids = await commissionsOf(tools, 'pending', policies, superior.team);
  await tools.commands.execute(new ApproveCommissions(superior, ids));
}
