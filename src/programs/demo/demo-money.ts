import { type Actor } from '../../platform/context/request-context.js';
import { ApproveCommissions, CalculateCommissions } from '../../modules/commissions/index.js';
import { MakePayout } from '../../modules/payouts/index.js';
import { CancelPolicy, type PolicyState } from '../../modules/policies/index.js';
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
    const rows = await tools.units.queryText<{ id: number }>(
      `SELECT id FROM commission WHERE status = 'approved' AND policy_id = ANY($1::int[])`,
      [(await oldestPolicies(tools)).slice(0, PAID)],
    );
    if (rows.length > 0)
      await tools.commands.execute(new MakePayout(await actorOf('admin'), { ids: rows.map(({ id }) => id) }));
  },
  async (tools, actorOf) => {
    const [policy] = await tools.units.queryText<{ id: number }>(
      `SELECT policy.id FROM policy JOIN commission ON commission.policy_id = policy.id AND commission.status = 'paid'
       WHERE policy.status = 'active' AND end_date > company_now()::date ORDER BY signed_at, policy.id LIMIT 1`,
    );
    if (!policy) return;
    const wish = { effective_date: null, reason: 'The customer moved abroad.', preview: false };
    await tools.commands.execute(new CancelPolicy(await actorOf('head_sales'), policy.id, wish));
  },
];

async function oldestPolicies(tools: DemoTools): Promise<number[]> {
  const rows = await tools.units.queryText<{ id: number }>('SELECT id FROM policy ORDER BY id');
  return rows.map(({ id }) => id);
}

/** What is pending of those policies and within the superior's team, their own left out. */
async function approve(tools: DemoTools, superior: Actor, policies: readonly number[]): Promise<void> {
  const rows = await tools.units.queryText<{ id: number }>(
    `SELECT id FROM commission WHERE status = 'pending' AND policy_id = ANY($1::int[])
       AND beneficiary_id = ANY($2::int[]) ORDER BY id`,
    [policies, superior.team],
  );
  await tools.commands.execute(
    new ApproveCommissions(
      superior,
      rows.map(({ id }) => id),
    ),
  );
}
