import { explain, growingTables, scannedTables } from './plans.mjs';

/** Every statement of these operations whose plan reads a table that grows from end to end. */
export async function checkPlans({ system, book }, operations, setting) {
  const client = await system.db.connect();
  try {
    const tables = await growingTables(client, system.prospects);
    const found = new Map();
    for (const { name, run } of operations) {
      for (const statement of await system.statementsOf(() => run(system, book))) {
        const plan = await explain(client, statement, setting);
        const scanned = plan ? scannedTables(plan, tables) : [];
        if (scanned.length > 0) found.set(`${name} ${statement.text}`, { operation: name, statement: statement.text, values: statement.values, tables: scanned });
      }
    }
    return [...found.values()];
  } finally {
    client.release();
  }
}
