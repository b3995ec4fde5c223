import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './terminal.mjs';

/** The application's secrets: they sign tokens, seal blocks of events, and wrap the keys of personal fields. */
const APPLICATION = ['JWT_SECRET', 'SEAL_KEY', 'DATA_KEY'];
const DATABASE = ['POSTGRES_PASSWORD', 'OWNER_PASSWORD', 'APP_PASSWORD'];

/** JWT_SECRET, SEAL_KEY and DATA_KEY of this data folder, made once (base64url of 48 random bytes each). */
export function ensureSecrets(dataDir) {
  return pick(keep(dataDir), APPLICATION);
}

/** Passwords of the embedded database's three roles, made once. */
export function databasePasswords(dataDir) {
  return pick(keep(dataDir), DATABASE);
}

function keep(dataDir) {
  const file = path.join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    const fresh = Object.fromEntries(
      [...APPLICATION, ...DATABASE].map((name) => [name, randomBytes(48).toString('base64url')]),
    );
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flush: true });
    try {
      // A link fails where the file exists by now: of two first starts at once, one makes the secrets for both.
      linkSync(draft, file);
    } catch (error) {
      if (error.code !== 'EEXIST') renameSync(draft, file);
    }
    rmSync(draft, { force: true });
  }
  return read(file);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(
      `The secrets in ${file} cannot be read (${error.code ?? 'no valid JSON'}).`,
      'Run as the user who started it first, restore the file from a backup, or move the data folder away to begin afresh.',
    );
  }
}

const pick = (secrets, names) => Object.fromEntries(names.map((name) => [name, secrets[name]]));
