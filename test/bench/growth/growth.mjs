import { rmSync } from 'node:fs';
import { bootstrap, ensureBuilt } from '../../../scripts/bootstrap.mjs';
import { prepareDataDir, throwAwayDir } from '../../../scripts/lib/folders.mjs';
import { onStop, run } from '../../../scripts/lib/lifecycle.mjs';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';
import { print } from '../printing.mjs';
import { started, tidily } from '../support/started.mjs';

const SIZES = [1000, 100_000, 1_000_000];

/**
 * The same operations on books of several sizes, in turns, so that whatever else the machine does falls on all of them
 * alike. Answers `{ rows: [{ operation, prospects, p50_ms, p95_ms }], plans: { explained, tables, scans: [{ operation, tables, statement,
 * values }], failed } }`: how many statements were explained on the biggest book, which tables grow, the statements that would read one of them
 * from end to end, and what was not answered at all; there are to be none of either.
 * `keep` names a folder whose books are used again.
 */
export async function measureGrowth({ sizes = SIZES, say = console.log, quick = false, keep } = {}) {
  await ensureBuilt();
  const [{ GrownSystem }, operations, { checkPlans }] = await Promise.all([
    import('./grown-system.mjs'),
    import('./operations.mjs'),
    import('./check-plans.mjs'),
  ]);
  const dataDir = keep ? prepareDataDir(keep) : await throwAwayDir('growth');
  if (!keep) onStop(() => rmSync(dataDir, { recursive: true, force: true }));
  const rounds = quick ? { SINGLE: 40, LISTED: 12 } : { SINGLE: 150, LISTED: 40 };
  // Nothing of it may run while something else is measured.
  return tidily(async () => {
    const server = await startPostgres({ dataDir });
    started(() => server.stop());
    const books = [];
    for (const prospects of quick ? sizes.filter((size) => size <= 100_000) : sizes) {
      say(`${prospects} prospects`);
      const system = await GrownSystem.open(server, dataDir, prospects, say);
      books.push({ system, book: await operations.prepare(system, rounds.SINGLE + 20) });
    }
    const rows = [
      ...(await measure(operations.SINGLE, books, rounds.SINGLE)),
      ...(await measure(operations.LISTED, books, rounds.LISTED)),
    ];
    say('plans');
    const plans = await checkPlans(books.at(-1), [...operations.SINGLE, ...operations.LISTED]);
    return { rows, plans };
  });
}

export async function measure(operations, books, rounds) {
  const times = new Map(operations.map(({ name }) => [name, books.map(() => [])]));
  for (let round = -3; round < rounds; round += 1) {
    for (const { name, run: perform } of operations) {
      for (const [index, { system, book }] of books.entries()) {
        const { ms } = await perform(system, book);
        if (round >= 0) times.get(name)[index].push(ms);
      }
    }
  }
  return [...times].flatMap(([operation, bySize]) =>
    bySize.map((list, index) => ({
      operation,
      prospects: books[index].system.prospects,
      p50_ms: quantile(list, 0.5),
      p95_ms: quantile(list, 0.95),
    })),
  );
}

function quantile(list, share) {
  const sorted = list.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 100) / 100;
}

if (process.argv[1] === import.meta.filename) {
  await run(async () => {
    await bootstrap(import.meta.url);
    const option = (name) => process.argv[process.argv.indexOf(name) + 1];
    const sizes = process.argv.includes('--sizes') ? option('--sizes').split(',').map(Number) : SIZES;
    const measured = await measureGrowth({
      sizes,
      quick: process.argv.includes('--quick'),
      keep: process.argv.includes('--keep') ? option('--keep') : undefined,
    });
    print({ rows: [], growth: measured.rows, plans: measured.plans });
  });
}
