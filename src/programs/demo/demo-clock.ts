import { COMPANY_CLOCK } from '../../platform/database/company-clock.table.js';
import { sql } from '../../platform/database/sql.js';
import { set } from '../../platform/database/statements.js';
import { type UnitOfWork } from '../../platform/database/unit-of-work.js';
import { EVENT_STORE } from '../../platform/event-store/event-store.table.js';

/** Moves the company's clock to an instant; it runs on from there. */
export async function moveClock(units: UnitOfWork, instant: Date): Promise<void> {
  const clock_offset = sql`${instant.toISOString()}::timestamptz - clock_timestamp()`;
  await units.execute(sql`UPDATE ${COMPANY_CLOCK} SET ${set(COMPANY_CLOCK, { clock_offset })}`);
}

/** The company's time as a person reads it, where it is not the machine's (a minute aside); else undefined. */
export async function movedClock(units: UnitOfWork, timeZone: string): Promise<string | undefined> {
  const [row] = await units.query<{ moved: boolean }>(
    sql`SELECT abs(extract(epoch FROM ${COMPANY_CLOCK.clock_offset})) > 60 AS moved FROM ${COMPANY_CLOCK}`,
  );
  if (!row?.moved) return undefined;
  return (await companyNow(units)).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone });
}

/** The company's time, as a Date. */
export async function companyNow(units: UnitOfWork): Promise<Date> {
  const [row] = await units.query<{ now: string }>(sql`SELECT company_now() AS now`);
  return new Date(row!.now);
}

/** When the company's month began, in its own time zone. */
export async function companyMonthStart(units: UnitOfWork, timeZone: string): Promise<Date> {
  const [row] = await units.query<{ began: string }>(
    sql`SELECT date_trunc('month', company_now(), ${timeZone}) AS began`,
  );
  return new Date(row!.began);
}

/**
 * Starts the company's clock at `CLOCK_START`; once there are events it only goes forwards, since time that ran
 * back would put facts before their causes. @throws when asked to go back
 */
export async function startClock(units: UnitOfWork, clockStart: string): Promise<void> {
  const [row] = await units.query<{ last: string | null }>(
    sql`SELECT max(${EVENT_STORE.occurred_at}) AS last FROM ${EVENT_STORE}`,
  );
  const target = new Date(clockStart);
  if (row!.last !== null && target < new Date(row!.last)) {
    throw new Error(
      `CLOCK_START is ${clockStart}, but the last event is of ${row!.last}: the clock only goes forwards. Unset it or name a later instant.`,
    );
  }
  await moveClock(units, target);
}
