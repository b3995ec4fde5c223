import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { readArguments } from './lib/arguments.mjs';
import { inProject, project } from './lib/commands.mjs';
import { throwAwayDir } from './lib/folders.mjs';
import { journey } from './lib/journey.mjs';
import { applicationEnvironment, migrateAndSeed, startRoles } from './lib/launch.mjs';
import { onStop, run, stopAll } from './lib/lifecycle.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { heading, paint, say, step } from './lib/terminal.mjs';

/** The whole journey on a throw-away system: nothing of it stays but the contract and the mails. */
await run(async () => {
  readArguments('npm run demo takes no arguments: the whole journey on a throw-away database.');
  await bootstrap(import.meta.url);
  heading('A prospect becomes a customer');
  await ensureBuilt();
  const folder = await throwAwayDir('demo');
  const environment = await startSystem(folder);
  const { url, stop } = await step('API and worker', () => startRoles(['api', 'worker'], environment));
  const { policy, contract } = await journey(`${url}/api/v1`);
  // An orderly stop finishes the mails that are still on their way.
  await stop();
  const output = outputFolder();
  writeFileSync(path.join(output, `${policy.policy_number}.pdf`), contract);
  const mails = copyMails(path.join(folder, 'mail'), output);
  await stopAll();
  say(`${paint.green('✓')} ${paint.bold('Done.')} The contract and ${mails} mails are in ${paint.bold(output)}`);
});

async function startSystem(folder) {
  const server = await step('PostgreSQL', async (note) => {
    const started = await startPostgres({ dataDir: folder, durable: false });
    note(`${started.version}, throw-away`);
    return started;
  });
  onStop(() => server.stop());
  const database = { url: server.url, ownerUrl: server.ownerUrl, embedded: true };
  const environment = {
    ...applicationEnvironment(folder, database),
    DEMO_DATA: 'users',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  };
  // Nothing of the demo may reach a real mail server, queue or folder of documents.
  for (const name of ['SMTP_URL', 'REDIS_URL', 'DOCUMENTS_DIR', 'DOCUMENTS_URL', 'FAILPOINTS'])
    delete environment[name];
  await migrateAndSeed(environment, database);
  return environment;
}

/** demo-output in the project, which ignores itself in git; a temporary folder where the project cannot be written. */
function outputFolder() {
  const folder = inProject('demo-output');
  try {
    accessSync(project, constants.W_OK);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(path.join(folder, '.gitignore'), '*\n');
    return folder;
  } catch {
    return mkdtempSync(path.join(os.tmpdir(), 'insurance-crm-output-'));
  }
}

function copyMails(from, to) {
  const mails = existsSync(from) ? readdirSync(from).filter((name) => name.endsWith('.eml')) : [];
  for (const name of mails) copyFileSync(path.join(from, name), path.join(to, name));
  return mails.length;
}
