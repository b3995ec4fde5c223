import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execute } from './commands.mjs';
import { databaseUser } from './folders.mjs';
import { identityOf } from './processes.mjs';
import { Failure } from './terminal.mjs';

/**
 * initdb beside the final place and a rename at the end: a start killed half-way leaves nothing that looks finished.
 */
export async function initialise(cluster, { program, environment, major }, passwords, durable) {
  const parent = path.dirname(cluster);
  for (const name of readdirSync(parent).filter((each) => each.startsWith('postgres.draft-'))) {
    if (identityOf(Number(name.split('-')[1])) === null)
      rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  const draft = path.join(parent, `postgres.draft-${process.pid}`);
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, passwords.POSTGRES_PASSWORD, { mode: 0o600 });
  const user = databaseUser(parent);
  if (user) for (const file of [draft, passwordFile]) chownSync(file, user.uid, user.gid);
  // Which characters are letters is asked of the system too (by trigram indexes), whose C knows none beyond ASCII.
  const letters = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const locale = [
    '--locale=C',
    `--lc-ctype=${letters}`,
    ...(major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
  ];
  const { code, output } = await execute(
    program('initdb'),
    [
      `--pgdata=${draft}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      ...locale,
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ],
    { env: environment, cwd: '/', ...(user && { uid: user.uid, gid: user.gid }) },
  );
  rmSync(passwordFile, { force: true });
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Failure(
      'initdb could not make the database.',
      `See its words above; is there room on the disk of ${parent}?`,
      output,
    );
  }
  renameSync(draft, cluster);
}
