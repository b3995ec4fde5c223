import { type Answer } from './client.js';
import { MARCO, must, quoteOf } from './journey.js';
import { type System } from './system.js';

/** Life with Allianz, 880 × 1.0101 × 1.50 × 1.50, at 40 or younger: 2,000.00 a year, now and at every renewal. */
const TWO_THOUSAND = {
  insurance_type: 'life',
  coverage_amount: 254_208.33,
  smoker: true,
  occupation_risk: 'very_high',
};

/** A quote of 2,000.00 for a prospect whom affiliate1 referred and broker1 of manager1 looks after. */
export async function aQuoteOf2000(system: System): Promise<number> {
  const affiliate = await system.as('affiliate1');
  const prospect = must(await affiliate.post('/prospects', { ...MARCO, birth_date: '1995-03-15' }), 201);
  const broker = await system.as('broker1');
  const comparison = must(await broker.post('/quotes/generate', { prospect_id: prospect.id, ...TWO_THOUSAND }), 201);
  const quote = comparison.quotes.find((one: any) => one.provider === 'allianz');
  if (quote.annual_premium !== 2000) throw new Error(`the premium is ${quote.annual_premium}`);
  return quoteOf(comparison, 'allianz');
}

export async function aPolicyOf2000(system: System): Promise<any> {
  const quote = await aQuoteOf2000(system);
  return must(await (await system.as('broker1')).post(`/policies/${quote}/accept`), 201).policy;
}

/** A policy's commissions as the admin sees them: oldest first. */
export async function commissionsOf(system: System, policyId: number): Promise<any[]> {
  const admin = await system.as('admin');
  const rows = must(await admin.get('/commissions?limit=100&sort=created_at'), 200) as any[];
  return rows.filter((row) => row.policy_id === policyId).sort((a, b) => a.id - b.id);
}

/** `broker 300 pending`, … in the order of their ids. */
export function told(rows: any[]): string[] {
  return rows.map((row) => `${row.beneficiary_role} ${row.amount} ${row.status}`);
}

/** Approves rows by head_sales, who may for everybody here. */
export async function approve(system: System, rows: any[]): Promise<any[]> {
  const head = await system.as('head_sales');
  return must(await head.post('/commissions/approve', { ids: rows.map((row) => row.id) }), 200);
}

/** Several requests begun at the same time. */
export function together(...requests: (() => Promise<Answer>)[]): Promise<Answer[]> {
  return Promise.all(requests.map((request) => request()));
}

/** How these refuse: `409 commission_not_pending`; an answer that is fine tells its status alone. */
export function outcomes(answers: Answer[]): string[] {
  return answers.map(({ status, body }) => (status < 400 ? String(status) : `${status} ${body.code}`)).sort();
}

/** What the worker need not do here: pages and mails take time and show nothing. */
export async function withoutPaper(system: System): Promise<void> {
  await system.query(`UPDATE event_delivery SET status = 'skipped'
    WHERE status = 'pending' AND subscriber NOT IN ('commission-calculation', 'commission-clawback', 'activity', 'prospect-status')`);
}
