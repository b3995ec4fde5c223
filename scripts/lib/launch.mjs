import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../bootstrap.mjs';
import { inProject, program, programFile, until } from './commands.mjs';
import { doorMustBeFree } from './door.mjs';
import { chooseDataDir, prepareDataDir } from './folders.mjs';
import { Launchers } from './launchers.mjs';
import { onStop, onStopping } from './lifecycle.mjs';
import { startPostgres } from './postgres.mjs';
import { exclusively } from './postgres-roles.mjs';
import { Role } from './role.mjs';
import { ensureSecrets } from './secrets.mjs';
import { Failure, paint, say, step } from './terminal.mjs';

/** A program that looks at the data folder's database, whoever else runs on it. */
const TOOL = 'tool';
const UNTIL_RESTART = 'Stop it first (Ctrl-C there), or name another DATA_DIR and PORT for a second system.';

/** Starts the given roles on the data folder's database (or DATABASE_URL) and stays until interrupted. */
export async function launch(kind, roles) {
  const dataDir = prepareDataDir(chooseDataDir());
  const launchers = await enter(dataDir, kind);
  if (roles.includes('api')) await doorMustBeFree(process.env, commandOf(kind));
  await ensureBuilt();
  await configurationMustHold(dataDir);
  const database = process.env.DATABASE_URL ? given() : await embedded(dataDir, launchers);
  const environment = applicationEnvironment(dataDir, database);
  const { people, clock } = await migrateAndSeed(environment, database, launchers);
  const { url, ended } = await startRoles(roles, environment, launchers);
  if (url) welcome(url, people);
  const moved = clock ? `  clock ${clock}, moved by CLOCK_START` : '';
  say(url ? `ready  ${url}/api/v1  docs ${url}/docs${moved}` : `ready  ${kind}${moved}`);
  onStopping(() => say(paint.dim('… stopping: what has begun is finished first')));
  throw await ended;
}

/** The programs check it as well; here before a database is started for them. */
async function configurationMustHold(dataDir) {
  const { loadConfig } = await import(pathToFileURL(inProject('dist/src/platform/config/config.js')).href);
  const database = process.env.DATABASE_URL ? given() : { url: 'postgresql://not-started-yet/', embedded: true };
  try {
    loadConfig(applicationEnvironment(dataDir, database));
  } catch (error) {
    throw new Failure(error.message, 'Correct them and start again; docs/configuration.md lists every variable.');
  }
}

function commandOf(kind) {
  return kind === 'start' ? 'npm start' : `npm run ${kind}`;
}

/** What a newcomer can do now; `people`: who can sign in. */
function welcome(url, people) {
  const rows = [
    ['look at it', `${url}/docs`],
    ...(people ? [['sign in', `there, with Authorize: ${people}`]] : []),
    ['stop it', 'Ctrl-C'],
  ];
  say();
  for (const [what, how] of rows) say(`  ${paint.dim(what.padEnd(12))}${how}`);
  say();
}

/**
 * Runs one of the compiled programs (`verify`, `rebuild`) to its end on the data folder's database (or DATABASE_URL),
 * while the system runs or not; answers its exit code.
 */
export async function runTool(name, args) {
  await ensureBuilt();
  const folder = chooseDataDir();
  if (!process.env.DATABASE_URL && !existsSync(path.join(folder, 'postgres')))
    throw new Failure(
      `There is no database in ${folder} yet.`,
      'npm start makes one; or name another: DATA_DIR, DATABASE_URL.',
    );
  const dataDir = prepareDataDir(folder);
  const launchers = new Launchers(dataDir);
  launchers.enter(TOOL);
  onStop(() => launchers.leave());
  const database = process.env.DATABASE_URL ? given() : await embedded(dataDir, launchers);
  const { code } = await program(name, args, {
    env: { ...applicationEnvironment(dataDir, database), LOG_LEVEL: process.env.LOG_LEVEL || 'warn' },
    echo: true,
    onStart: (pid) => launchers.addChild(pid),
  });
  return code;
}

async function enter(dataDir, kind) {
  const launchers = new Launchers(dataDir);
  const rival = () =>
    launchers
      .others()
      .find((other) => other.kind !== TOOL && (other.kind === kind || other.kind === 'start' || kind === 'start'));
  if (rival()?.leaving)
    await step('waiting for the system that is stopping', () => until(() => !rival()?.leaving, 35_000));
  const same = !process.env.DATABASE_URL && rival();
  if (same)
    throw new Failure(
      `This system already runs (${commandOf(same.kind)}, process ${same.pid}, ${dataDir}).`,
      UNTIL_RESTART,
    );
  launchers.enter(kind);
  onStop(() => launchers.leave());
  onStopping(() => launchers.announceLeaving());
  let waited = false;
  await launchers.clearLeftBehind(() => {
    if (!waited) say(paint.dim('… a killed run left processes behind; they are finishing'));
    waited = true;
  });
  return launchers;
}

function given() {
  // The owner's work needs sessions, which a pooler does not keep.
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: direct, DATABASE_OWNER_URL: owner } = process.env;
  return { url, ownerUrl: owner || direct || url, embedded: false };
}

async function embedded(dataDir, launchers) {
  const server = await step('PostgreSQL', async (note) => {
    const started = await startPostgres({ dataDir });
    note(`${started.version} on port ${started.port}${started.adopted ? ', already running' : ''}`);
    return started;
  });
  onStop(async () => {
    // Leaving comes before looking round: of two that leave at once, at least one sees that nobody is left.
    launchers.leave();
    if (launchers.others().length === 0) await step('PostgreSQL stopped', () => server.stop());
    else say(paint.dim('PostgreSQL goes on for whoever else uses it'));
  });
  return { url: server.url, ownerUrl: server.ownerUrl, embedded: true };
}

/**
 * What the API and the worker get: never the owner's connection, so that they cannot change what they may only append
 * to.
 */
export function applicationEnvironment(dataDir, database) {
  const { DATABASE_OWNER_URL: _kept, ...rest } = process.env;
  const inherited = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
  const own = database.embedded ? { ...ensureSecrets(dataDir), EMBEDDED: 'true' } : {};
  // What stands around another database has nothing to do with the embedded one.
  if (database.embedded) for (const name of ['DATABASE_DIRECT_URL', 'DATABASE_REPLICA_URL']) delete inherited[name];
  return {
    LOG_FORMAT: process.stdout.isTTY ? 'pretty' : 'json',
    ...own,
    ...inherited,
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    ...(database.embedded && { EMBEDDED: 'true' }),
  };
}

/**
 * Brings the schema up to date and writes the demo data that DEMO_DATA asks for (embedded: all of it unless told
 * otherwise). Answers what the seed has to tell: `people`, the demo users who can sign in, and `clock`, the company's
 * time where it has been moved; each may be absent.
 */
export async function migrateAndSeed(environment, database, launchers) {
  const owner = {
    ...environment,
    DATABASE_OWNER_URL: database.ownerUrl,
    ...(database.embedded && { DEMO_DATA: environment.DEMO_DATA ?? 'true' }),
  };
  const told = {};
  await exclusively(database.ownerUrl, async () => {
    await step('schema', () => script('migrate', owner, launchers));
    await step('demo data', (note) => {
      return script('seed', owner, launchers, (text) => {
        for (const [, what, words] of text.matchAll(/^(demo data|people|clock): (.+)$/gm)) {
          if (what === 'demo data') note(words);
          else told[what] = words;
        }
      });
    });
  });
  return told;
}

async function script(name, env, launchers, onOutput) {
  if (!existsSync(programFile(name)))
    throw new Failure(`${programFile(name)} is missing.`, 'Delete dist and start again: it is built anew.');
  const { code, output } = await program(name, [], {
    env,
    onStart: (pid) => launchers?.addChild(pid),
    onOutput,
  });
  if (code === 78)
    throw new Failure(
      'The configuration has errors.',
      'They are named above; docs/configuration.md lists every variable.',
      output,
    );
  if (code !== 0) throw new Failure(`${name} failed.`, 'Its words are above.', output);
}

/**
 * Starts the roles side by side; answers when all are ready: the API's url, a promise of the failure that ends it all,
 * and how to stop them.
 */
export async function startRoles(names, environment, launchers, output) {
  let end;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  const roles = names.map((name) => new Role(name, environment, { launchers, onEnd: end, output }));
  const stop = () => Promise.all(roles.map((role) => role.stop()));
  onStop(stop);
  const messages = await Promise.all(roles.map((role) => role.start()));
  return { url: messages.find((message) => message.url)?.url.replace(/\/$/, ''), ended, stop };
}
