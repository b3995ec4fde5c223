import { must } from '../../support/journey.js';
import { descendantsOf, orphanedBrowsers } from '../../support/processes.js';
import { type System } from '../../support/system.js';
import { seesEarnings, seesHolding } from '../../access/support/oracle.js';
import { type Person, type Role } from '../../access/support/staff.js';

/** What each of the staff sees in their lists that the oracle does not give them, or the other way round. */
export async function wrongSights(system: System): Promise<string[]> {
  const users = await system.query<{ id: number; username: string; role: Role; supervisor_id: number | null }>(
    'SELECT * FROM app_user ORDER BY id',
  );
  const nameOf = new Map(users.map((user) => [user.id, user.username]));
  const named = (id: number | null) => (id === null ? null : nameOf.get(id)!);
  const staff = new Map(
    users.map(({ id, username, role, supervisor_id }) => [
      username,
      { name: username, id, role, supervisor: named(supervisor_id) },
    ]),
  );
  const holdings = (await system.query('SELECT id, assigned_broker, created_by, referred_by FROM prospect')).map(
    (row) => ({
      id: row.id as number,
      assigned: named(row.assigned_broker),
      created: named(row.created_by)!,
      referred: named(row.referred_by),
    }),
  );
  const policies = await system.query<{ id: number; prospect_id: number }>('SELECT id, prospect_id FROM policy');
  const quotes = await system.query<{ id: number; prospect_id: number }>('SELECT id, prospect_id FROM quote');
  const commissions = await system.query<{ id: number; beneficiary_id: number }>(
    'SELECT id, beneficiary_id FROM commission',
  );

  const wrong: string[] = [];
  for (const person of staff.values()) {
    const prospects = new Set(holdings.filter((holding) => seesHolding(person, holding, staff)).map((one) => one.id));
    const due: Record<string, number[]> = {
      '/prospects': [...prospects],
      '/commissions': commissions.filter((one) => seesEarnings(person, one.beneficiary_id, staff)).map((one) => one.id),
      ...(person.role === 'affiliate'
        ? {}
        : Object.fromEntries(
            [
              ['/quotes', quotes],
              ['/policies', policies],
            ].map(([path, rows]) => [
              path,
              (rows as typeof quotes).filter((one) => prospects.has(one.prospect_id)).map((one) => one.id),
            ]),
          )),
    };
    for (const [path, ids] of Object.entries(due)) wrong.push(...(await differences(system, person, path, ids)));
  }
  return wrong;
}

async function differences(system: System, person: Person, path: string, due: number[]): Promise<string[]> {
  const client = await system.as(person.name);
  const [seen, expected] = [new Set<number>(), new Set(due)];
  const wrong: string[] = [];
  for (let next: string | undefined = `${path}?limit=100`; next;) {
    const answer = await client.get(next);
    for (const { id } of must(answer, 200) as { id: number }[]) {
      if (seen.has(id) || !expected.has(id))
        wrong.push(`${person.name} sees ${path} ${id} ${seen.has(id) ? 'twice' : 'and must not'}`);
      seen.add(id);
    }
    next = /<\/api\/v1(.*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  for (const id of expected) if (!seen.has(id)) wrong.push(`${person.name} does not see ${path} ${id}`);
  return wrong;
}

/** Connections that are held or lost, and processes that nobody waits for. */
export async function leftovers(system: System): Promise<string[]> {
  const left: string[] = [];
  const broker = await system.as('broker1');
  // More at once than there are connections: with one lost, somebody would wait in vain.
  const answers = await Promise.all(Array.from({ length: 30 }, () => broker.get('/prospects?limit=1')));
  for (const { status, body } of answers)
    if (status !== 200) left.push(`a crowd of 30 is answered ${status}: ${JSON.stringify(body)}`);
  const held = await system.query(
    `SELECT application_name, state, now() - xact_start AS since FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'crm_app' AND xact_start < now() - interval '10 s'`,
  );
  for (const one of held) left.push(`${one.application_name} holds a transaction: ${one.state}`);
  const metrics = await (await fetch(`${system.api.url}/metrics`)).text();
  if (!/^crm_pool_waiters 0$/m.test(metrics))
    left.push(`somebody waits for a connection: ${/^crm_pool_waiters.*$/m.exec(metrics)?.[0]}`);
  for (const zombie of descendantsOf(process.pid).filter((one) => one.state === 'Z'))
    left.push(`process ${zombie.pid} is a zombie of ${zombie.parent}`);
  for (const pid of orphanedBrowsers(system.dataDir)) left.push(`browser ${pid} has outlived its worker`);
  return left;
}
