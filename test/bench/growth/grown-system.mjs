import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { execute, inProject, sleep } from '../../../scripts/lib/commands.mjs';
import { applicationEnvironment } from '../../../scripts/lib/launch.mjs';
import { subscribersOf } from '../../../dist/src/queues/queues.js';
import { started } from '../support/started.mjs';
import { startRole } from '../support/system.mjs';
import { loadBook } from './book.mjs';

const PASSWORD = 'correct-horse-battery-staple';
/** Long enough for every sweep to have had its turn. */
const SWEPT_MS = 60_000;

/** One book of a size, with an API of its own before it. */
export class GrownSystem {
  #tokens = new Map();

  constructor(prospects, db, environment) {
    Object.assign(this, { prospects, db, environment });
  }

  /** On a running server (see startPostgres): makes and fills the database unless it is there already. */
  static async open(server, dataDir, prospects, say) {
    const name = `growth_${prospects}`;
    const at = (url) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const database = { url: at(server.url), ownerUrl: at(server.ownerUrl), embedded: true };
    const admin = new pg.Client({ connectionString: server.adminUrl });
    await admin.connect();
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${name} OWNER crm_owner`);
    await admin.end();
    const environment = {
      ...applicationEnvironment(dataDir, database),
      DATABASE_OWNER_URL: database.ownerUrl,
      DEMO_DATA: 'users',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ACCESS_TOKEN_MINUTES: '240',
      REDIS_URL: '',
      SMTP_URL: '',
      ANTHROPIC_API_KEY: '',
      DOCUMENTS_URL: '',
      SENTRY_DSN: '',
      DATA_DIR: dataDir,
    };
    for (const file of ['migrate', ...(rowCount === 0 ? ['seed'] : [])]) {
      const { code, output } = await execute(process.execPath, [inProject(`dist/bundle/${file}.js`)], {
        env: environment,
      });
      if (code !== 0) throw new Error(`${file} failed: ${output}`);
    }
    const db = new pg.Pool({ connectionString: at(server.adminUrl), max: 2 });
    db.on('error', () => {});
    started(() => db.ending || db.end());
    const { rowCount: filled } = await db.query('SELECT FROM event_block LIMIT 1');
    if (filled === 0) await loadBook(at(server.adminUrl), prospects, subscribersOf, say);
    const system = new GrownSystem(prospects, db, environment);
    await system.#startApi();
    return system;
  }

  #start(role, more) {
    const { DATABASE_OWNER_URL: _, ...environment } = this.environment;
    return startRole(role, { ...environment, ...more }, 'inherit');
  }

  async #startApi(more) {
    this.api = await this.#start('api', more);
  }

  /** Starts the API anew, and from then on notes the statements that it sends to PostgreSQL. */
  async record() {
    await this.api.stop();
    this.statements = path.join(this.environment.DATA_DIR, `statements-${this.prospects}`);
    writeFileSync(this.statements, '');
    await this.#startApi(this.#recording);
  }

  get #recording() {
    return {
      NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'record-statements.mjs')}`,
      RECORD_STATEMENTS: this.statements,
    };
  }

  /** A worker that does for a while what time and facts have made due, its statements noted too. */
  async work() {
    const worker = await this.#start('worker', this.#recording);
    await sleep(SWEPT_MS);
    await worker.stop();
  }

  async rows(sql, values) {
    return (await this.db.query(sql, values)).rows;
  }

  /** Answers `{ status, body, headers, ms }`; the time is from the request to the answer's last byte. */
  async send(username, method, address, body, headers = {}) {
    const token = username && (await this.#token(username));
    const start = performance.now();
    const response = await fetch(`${this.api.url}/api/v1${address}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    const ms = performance.now() - start;
    if (!response.ok) throw new Error(`${method} ${address} as ${username}: ${response.status} ${text.slice(0, 400)}`);
    return { body: text && JSON.parse(text), headers: response.headers, ms };
  }

  async #token(username) {
    if (!this.#tokens.has(username)) {
      const { body } = await this.send(undefined, 'POST', '/auth/login', { username, password: PASSWORD });
      this.#tokens.set(username, body.access_token);
    }
    return this.#tokens.get(username);
  }
}
