import { must } from '../../support/journey.js';
import { PASSWORD, type System } from '../../support/system.js';

export type Role = 'admin' | 'head_of_sales' | 'manager' | 'broker' | 'affiliate';

export interface Person {
  name: string;
  id: number;
  role: Role;
  supervisor: string | null;
}

/** The demo's people, and below manager1 a manager of their own with a broker: the indirect team. */
const STAFF: Omit<Person, 'id'>[] = [
  { name: 'admin', role: 'admin', supervisor: null },
  { name: 'head_sales', role: 'head_of_sales', supervisor: 'admin' },
  { name: 'manager1', role: 'manager', supervisor: 'head_sales' },
  { name: 'manager2', role: 'manager', supervisor: 'head_sales' },
  { name: 'broker1', role: 'broker', supervisor: 'manager1' },
  { name: 'broker2', role: 'broker', supervisor: 'manager1' },
  { name: 'broker3', role: 'broker', supervisor: 'manager2' },
  { name: 'affiliate1', role: 'affiliate', supervisor: 'broker1' },
  { name: 'submanager', role: 'manager', supervisor: 'manager1' },
  { name: 'subbroker', role: 'broker', supervisor: 'submanager' },
  { name: 'affiliate2', role: 'affiliate', supervisor: 'broker3' },
];

/** Registers whom the demo lacks, and answers everybody by name. */
export async function hire(system: System): Promise<Map<string, Person>> {
  const admin = await system.as('admin');
  const staff = new Map<string, Person>();
  for (const person of STAFF) {
    const [known] = await system.query<{ id: number }>('SELECT id FROM app_user WHERE username = $1', [person.name]);
    const id: number =
      known?.id ??
      must(
        await admin.post('/auth/register', {
          username: person.name,
          email: `${person.name}@insurance-crm.example`,
          password: PASSWORD,
          role: person.role,
          supervisor_id: staff.get(person.supervisor!)!.id,
        }),
        201,
      ).id;
    staff.set(person.name, { ...person, id });
  }
  return staff;
}

/** Everybody who reports to this person, directly or not. */
export function reportsOf(name: string, staff: Map<string, Person>): Person[] {
  const direct = [...staff.values()].filter((person) => person.supervisor === name);
  return direct.flatMap((person) => [person, ...reportsOf(person.name, staff)]);
}
