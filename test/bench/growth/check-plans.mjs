import { growingTables, scannedBy, takeStatements, wholeIndexes } from './plans.mjs';
import { IDS, readingRoutes } from './routes.mjs';
import { ROLES } from './operations.mjs';

/** Every statement of every route that reads, of these operations and of a worker, whose plan reads a table that grows from end to end. */
export async function checkPlans({ system, book }, operations) {
  await system.record();
  const client = await system.db.connect();
  try {
    const tables = await growingTables(client, Math.min(10_000, system.prospects / 10));
    const indexes = await wholeIndexes(client);
    const [ids] = await system.rows(IDS);
    const works = [
      ...operations.map(({ name, run }) => [name, () => run(system, book)]),
      ...readingRoutes(ids).map(([role, path]) => [`${path}, ${role}`, () => system.send(ROLES[role], 'GET', path)]),
      ['/metrics', () => measured(system)],
      ['a worker', () => system.work()],
    ];
    const found = new Map();
    const failed = [];
    let explained = 0;
    for (const [operation, work] of works) {
      takeStatements(system.statements);
      const noted = (error) => void failed.push(`${operation}: ${error.message}`);
      await Promise.try(work).catch(noted);
      // A worker does the same many times over.
      for (const { text, values } of new Map(
        takeStatements(system.statements).map((statement) => [statement.text, statement]),
      ).values()) {
        const scanned = await scannedBy(client, { text, values }, tables, { indexes }).catch(noted);
        explained += 1;
        if (scanned?.length > 0 && !found.has(text))
          found.set(text, { operation, tables: scanned, statement: text, values });
      }
    }
    return { explained, tables: [...tables], scans: [...found.values()], failed };
  } finally {
    client.release();
  }
}

/** Text, not JSON. */
async function measured({ url }) {
  const response = await fetch(`${url}/api/v1/metrics`);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  await response.text();
}
