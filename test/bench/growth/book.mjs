import pg from 'pg';
import { EVENTS, OUTCOMES, SEALS } from './book-events.mjs';
import { ROWS, SHARE, TEAMS } from './book-rows.mjs';

/** Only the biggest tables have indexes that are worth making after the rows. */
const TABLES = ['prospect', 'quote', 'policy', 'commission', 'activity', 'event_delivery', 'access_log'];
/** A book that is worth special settings of the server. */
const BIG = 100_000;

/**
 * Fills a migrated database that has the demo users and nothing else with a book of this many prospects: their quotes,
 * policies, contracts, commissions, events, deliveries (all done), feed, letters and access log, two years of it, over a hundred brokers in
 * ten teams. The same book for the same size. It goes around triggers and foreign keys, so `adminUrl` is the superuser's
 * connection to that database; statistics and visibility maps are fresh afterwards. `subscribersOf` is the post room's.
 */
export async function loadBook(adminUrl, prospects, subscribersOf, say = () => {}) {
  const pool = new pg.Pool({
    connectionString: adminUrl,
    max: 2,
    options:
      '-c session_replication_role=replica -c maintenance_work_mem=512MB ' +
      '-c work_mem=256MB -c synchronous_commit=off -c jit=off',
  });
  const began = performance.now();
  const run = async (sql) => {
    const start = performance.now();
    await pool.query(sql);
    say(`  ${((performance.now() - start) / 1000).toFixed(1)} s  ${sql.trim().split('\n')[0].slice(0, 90)}`);
  };
  try {
    if (prospects >= BIG) await spareCheckpoints(pool, true);
    const indexes = await dropIndexes(pool);
    await run(SHARE);
    await run(TEAMS);
    for (const sql of ROWS(prospects)) await run(sql);
    for (const sql of EVENTS) await run(sql);
    await together([...OUTCOMES(subscribersOf), ...indexes].map((sql) => () => run(sql)));
    for (const sql of SEALS) await run(sql);
    await run('DROP TABLE growth_event; DROP FUNCTION growth_share(bigint, int)');
    await together(
      [...TABLES, 'event_store', 'event_sequence', 'comparison', 'contract', 'payout_item', 'mail', 'app_user'].map(
        (table) => () => run(`VACUUM (ANALYZE) ${table}`),
      ),
    );
    if (prospects >= BIG) await spareCheckpoints(pool, false);
    await run('CHECKPOINT');
  } finally {
    await pool.end();
  }
  say(`  ${prospects} prospects in ${Math.round((performance.now() - began) / 1000)} s`);
}

async function dropIndexes(pool) {
  const { rows } = await pool.query(
    `SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = ANY($1::text[]::regclass[]) AND NOT indisunique ORDER BY pg_get_indexdef(indexrelid) LIKE '%gin%' DESC`,
    [TABLES],
  );
  for (const { name } of rows) await pool.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/** Fewer checkpoints while so much is written; what is measured later runs with the usual settings again. */
async function spareCheckpoints(pool, spare) {
  for (const [name, value] of [
    ['max_wal_size', '16GB'],
    ['checkpoint_timeout', '30min'],
  ]) {
    await pool.query(spare ? `ALTER SYSTEM SET ${name} = '${value}'` : `ALTER SYSTEM RESET ${name}`);
  }
  await pool.query('SELECT pg_reload_conf()');
}

/** Two at a time, in order. */
async function together(works) {
  const left = [...works];
  const worker = async () => {
    for (let work = left.shift(); work; work = left.shift()) await work();
  };
  await Promise.all([worker(), worker()]);
}
