import { type CommandBus } from '@nestjs/cqrs';
import { DEMO_PASSWORD, RegisterUser, type Role, type Users } from '../../modules/auth/index.js';

const DEMO_USERS: { username: string; role: Role; supervisor: string | null }[] = [
  { username: 'admin', role: 'admin', supervisor: null },
  { username: 'head_sales', role: 'head_of_sales', supervisor: 'admin' },
  { username: 'manager1', role: 'manager', supervisor: 'head_sales' },
  { username: 'manager2', role: 'manager', supervisor: 'head_sales' },
  { username: 'broker1', role: 'broker', supervisor: 'manager1' },
  { username: 'broker2', role: 'broker', supervisor: 'manager1' },
  { username: 'broker3', role: 'broker', supervisor: 'manager2' },
  { username: 'affiliate1', role: 'affiliate', supervisor: 'broker1' },
];

/** Registers the demo users that are missing; answers the ids by name. */
export async function seedDemoUsers(commands: CommandBus, users: Users): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const { username, role, supervisor } of DEMO_USERS) {
    const known = await users.findByUsername(username);
    ids.set(
      username,
      known?.id ??
        (
          await commands.execute(
            new RegisterUser(
              {
                username,
                email: `${username}@insurance-crm.example`,
                password: DEMO_PASSWORD,
                role,
                supervisor_id: supervisor === null ? null : ids.get(supervisor)!,
              },
              true,
            ),
          )
        ).id,
    );
  }
  return ids;
}
