import { growingTables, scannedBy, takeStatements } from './plans.mjs';
import { IDS, readingRoutes } from './routes.mjs';
import { ROLES } from './operations.mjs';

/** Every statement of every route that reads, and of these operations, whose plan reads a table that grows from end to end. */
export async function checkPlans({ system, book }, operations) {
  await system.record();
  const client = await system.db.connect();
  try {
    const tables = await growingTables(client, Math.min(10_000, system.prospects / 10));
    const [ids] = await system.rows(IDS);
    const works = [
      ...operations.map(({ name, run }) => [name, () => run(system, book)]),
      ...readingRoutes(ids).map(([role, path]) => [`${path}, ${role}`, () => system.send(ROLES[role], 'GET', path)]),
    ];
    const found = new Map();
    const failed = [];
    let explained = 0;
    for (const [operation, work] of works) {
      takeStatements(system.statements);
      try {
        await work();
      } catch (error) {
        failed.push(`${operation}: ${error.message}`);
      }
      for (const statement of takeStatements(system.statements)) {
        const scanned = await scannedBy(client, statement, tables);
        explained += 1;
        if (scanned.length > 0 && !found.has(statement.text)) found.set(statement.text, { operation, tables: scanned, statement: statement.text, values: statement.values });
      }
    }
    return { explained, tables: [...tables], scans: [...found.values()], failed };
  } finally {
    client.release();
  }
}
