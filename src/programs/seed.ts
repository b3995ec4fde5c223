import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import { seedDemoBook } from './demo/demo-book.js';
import { movedClock, startClock } from './demo/demo-clock.js';
import { seedDemoUsers } from './demo/demo-users.js';
import { DEMO_PASSWORD, RegisterUser, USER, Users } from '../modules/auth/index.js';
import { POLICY } from '../modules/policies/index.js';
import { PROSPECT } from '../modules/prospects/index.js';
import { adminAddress, ConfigurationError, demoData, loadConfig } from '../platform/config/config.js';
import { RequestContext } from '../platform/context/request-context.js';
import { sql } from '../platform/database/sql.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EXIT_CONFIGURATION, explain } from '../platform/process.js';

/** Prepares a migrated database: the clock, the first admin, the demo data, each where asked for and missing. */
async function seed(): Promise<void> {
  // The demo's comparisons are the rules' own, so that they are the same everywhere and cost nothing.
  const config = { ...loadConfig(), LOG_LEVEL: 'warn' as const, ANTHROPIC_API_KEY: undefined };
  const app = await NestFactory.createApplicationContext(AppModule.forProcess(config, 'crm-cli'), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  const tools = {
    commands: app.get(CommandBus),
    units: app.get(UnitOfWork),
    users: app.get(Users),
    context: app.get(RequestContext),
  };
  try {
    await tools.context.run({ source: 'cli', correlationId: 'seed' }, async () => {
      if (config.CLOCK_START) await startClock(tools.units, config.CLOCK_START);
      if (config.ADMIN_USERNAME && config.ADMIN_PASSWORD)
        await seedAdmin(tools, config.ADMIN_USERNAME, config.ADMIN_PASSWORD);
      const moved = await movedClock(tools.units, config.COMPANY_TIME_ZONE);
      if (moved) tell('clock', moved);
      const wanted = demoData(config);
      if (wanted === 'false') return tell('demo data', 'none asked for');
      const ids = await seedDemoUsers(tools.commands, tools.users);
      if (wanted === 'true') await seedDemoBook(tools, ids, config.COMPANY_TIME_ZONE, showProgress);
      tell('people', `broker1, manager1, head_sales, admin or affiliate1, password ${DEMO_PASSWORD}`);
      tell('demo data', await inTheBook(tools.units));
    });
  } finally {
    await app.close();
  }
}

async function seedAdmin(
  tools: { commands: CommandBus; users: Users },
  username: string,
  password: string,
): Promise<void> {
  if (await tools.users.findByUsername(username)) return;
  const email = adminAddress(username);
  await tools.commands.execute(
    new RegisterUser({ username, email, password, role: 'admin', supervisor_id: null }, true),
  );
}

function showProgress(done: number, of: number): void {
  if (done % 10 === 0) tell('demo data', `${done} of ${of} people`);
}

async function inTheBook(units: UnitOfWork): Promise<string> {
  const [row] = await units.query<Record<'users' | 'prospects' | 'policies', number>>(sql`
    SELECT (SELECT count(*)::int FROM ${USER}) AS users, (SELECT count(*)::int FROM ${PROSPECT}) AS prospects,
      (SELECT count(*)::int FROM ${POLICY}) AS policies`);
  return Object.entries(row!)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}

/** A line for a person, which the launcher shows beside its step as well. */
function tell(what: 'clock' | 'people' | 'demo data', words: string): void {
  console.log(`${what}: ${words}`);
}

try {
  await seed();
} catch (error) {
  console.error(`The database cannot be prepared. ${explain(error)}`);
  process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
}
