import { ChangeProspectStatus, CreateProspect, type ProspectState } from '../../modules/prospects/index.js';
import { GenerateQuotes, type GeneratedQuotes } from '../../modules/quotes/index.js';
import { AcceptAndIssue, NUMBER_SERIES } from '../../modules/policies/index.js';
import { COMPANY_CLOCK } from '../../platform/database/company-clock.table.js';
import { sql } from '../../platform/database/sql.js';
import { insert, set } from '../../platform/database/statements.js';
import { companyMonthStart, companyNow, moveClock } from './demo-clock.js';
import { calculate, MONEY_STEPS } from './demo-money.js';
import { type DemoTools } from './demo-tools.js';
import { demoProspect } from './people.js';

const OLDER_CUSTOMERS = 40;
const PROSPECTS = 100;
/** How far the hundred prospects of this month have come. */
const FUNNEL = { contacted: 60, quoted: 30, signed: 12 };
const BROKERS = ['broker1', 'broker1', 'broker2', 'broker3'];
const PROGRESS = 'demo-book';
const DAY = 86_400_000;

/**
 * Makes the demo book through the commands that the API uses, with the company's clock moved back and run
 * forwards again: 40 customers of ten to fourteen months ago, 100 prospects of this month, then what is approved,
 * paid out and cancelled. Each step commits with its progress, so that a run cut off goes on where it was.
 */
export async function seedDemoBook(
  tools: DemoTools,
  ids: Map<string, number>,
  timeZone: string,
  progress: (done: number, of: number) => void,
): Promise<void> {
  const { series, last_number } = NUMBER_SERIES;
  const [row] = await tools.units.query<{ last_number: number }>(
    sql`SELECT ${last_number} FROM ${NUMBER_SERIES} WHERE ${series} = ${PROGRESS}`,
  );
  const of = OLDER_CUSTOMERS + PROSPECTS + MONEY_STEPS.length;
  let done = row?.last_number ?? 0;
  if (done >= of) return;
  const [clock] = await tools.units.query<{ clock_offset: string }>(
    sql`SELECT ${COMPANY_CLOCK.clock_offset}::text FROM ${COMPANY_CLOCK}`,
  );
  const now = await companyNow(tools.units);
  const monthStart = await companyMonthStart(tools.units, timeZone);
  try {
    for (; done < of; done += 1) {
      const step = done;
      await moveClock(tools.units, timeOf(step, monthStart, now));
      await tools.units.run(async () => {
        const money = MONEY_STEPS[step - OLDER_CUSTOMERS - PROSPECTS];
        if (money) await money(tools, (username) => actor(tools, username, ids), OLDER_CUSTOMERS);
        else await makeOne(tools, ids, step);
        await tools.units.execute(sql`
          ${insert(NUMBER_SERIES, [{ series: PROGRESS, last_number: step + 1 }])}
          ON CONFLICT (${series.bare}) DO UPDATE SET ${set(NUMBER_SERIES, { last_number: step + 1 })}`);
      });
      progress(done + 1, of);
    }
  } finally {
    const clock_offset = sql`${clock!.clock_offset}::interval`;
    await tools.units.execute(sql`UPDATE ${COMPANY_CLOCK} SET ${set(COMPANY_CLOCK, { clock_offset })}`);
  }
}

/** Older customers from fourteen to ten months ago, this month's prospects from its first minute to now. */
function timeOf(step: number, monthStart: Date, now: Date): Date {
  if (step < OLDER_CUSTOMERS) return new Date(now.getTime() - (425 - (step * 120) / OLDER_CUSTOMERS) * DAY);
  const share = (step - OLDER_CUSTOMERS + 1) / (PROSPECTS + MONEY_STEPS.length + 1);
  return new Date(monthStart.getTime() + (now.getTime() - monthStart.getTime()) * share);
}

async function makeOne(tools: DemoTools, ids: Map<string, number>, step: number): Promise<void> {
  const prospect = await create(tools, ids, step);
  const isOlder = step < OLDER_CUSTOMERS;
  const n = step - OLDER_CUSTOMERS;
  // 37 and 100 have no common divisor, so the funnel's stages are spread over the month.
  const place = isOlder ? 0 : (n * 37) % PROSPECTS;
  const seller = await actor(tools, BROKERS[step % BROKERS.length]!, ids);
  if (isOlder || place < FUNNEL.contacted)
    await tools.commands.execute(new ChangeProspectStatus(seller, prospect.id, 'contacted'));
  if (!isOlder && place >= FUNNEL.quoted) return;
  const { quotes } = await quote(tools, seller, prospect, step);
  if (!isOlder && place >= FUNNEL.signed) return;
  const terms = { start_date: null, allow_second_policy: false };
  await calculate(tools, await tools.commands.execute(new AcceptAndIssue(seller, quotes[0]!.id, terms)));
}

async function create(tools: DemoTools, ids: Map<string, number>, step: number): Promise<ProspectState> {
  const broker = BROKERS[step % BROKERS.length]!;
  const referred = broker === 'broker1' && step % 8 === 5;
  const seller = await actor(tools, referred ? 'affiliate1' : broker, ids);
  return tools.context.run({ source: 'cli', actor: seller, correlationId: `demo-${step + 1}` }, () =>
    tools.commands.execute(
      new CreateProspect(seller, demoProspect(step), { assigned_broker: null, referred_by: null }),
    ),
  );
}

function quote(
  tools: DemoTools,
  seller: Awaited<ReturnType<typeof actor>>,
  prospect: ProspectState,
  step: number,
): Promise<GeneratedQuotes> {
  const insurance_type =
    prospect.type === 'business' ? 'home' : (['life', 'auto', 'home', 'health'] as const)[step % 4]!;
  const coverage = { life: '250000.00', auto: '50000.00', home: '250000.00', health: '100000.00' }[insurance_type];
  return tools.commands.execute(
    new GenerateQuotes(seller, prospect.id, {
      insurance_type,
      coverage_amount: coverage,
      smoker: step % 9 === 4,
      has_preexisting_conditions: false,
      occupation_risk: 'standard',
    }),
  );
}

async function actor(tools: DemoTools, username: string, ids: Map<string, number>) {
  const found = await tools.users.findActor(ids.get(username)!);
  if (!found) throw new Error(`the demo user ${username} is not active`);
  return found;
}
