import { describe, expect, it } from '@jest/globals';
import { type Role } from '../access/roles.js';
import { User } from './user.js';

const moment = { instant: '2026-11-24T09:00:00.000Z', today: '2026-11-24' };

function aUser(role: Role = 'broker'): User {
  const user = new User(7);
  user.register({ username: 'giulia', email: 'giulia@example.com', role, supervisor_id: 3 }, moment);
  user.commit();
  return user;
}

const typesOf = (user: User) => user.getUncommittedEvents().map((event) => event.type);

describe('administering a user', () => {
  it('records one fact for each thing that differs', () => {
    const user = aUser();
    user.administer(1, { role: 'manager', supervisor_id: null, is_active: false }, moment);
    expect(typesOf(user)).toEqual(['UserRoleChanged', 'UserSupervisorChanged', 'UserDeactivated']);
    expect(user.state).toMatchObject({ role: 'manager', supervisor_id: null, is_active: false, revision: 4 });
  });

  it('records nothing where nothing differs', () => {
    const user = aUser();
    user.administer(1, { role: 'broker', supervisor_id: 3, is_active: true }, moment);
    expect(typesOf(user)).toEqual([]);
  });

  it.each([[{ role: 'broker' as const }], [{ is_active: false }]])('refuses %j on oneself', (change) => {
    const admin = aUser('admin');
    expect(() => admin.administer(7, change, moment)).toThrow(expect.objectContaining({ code: 'not_on_oneself' }));
    expect(typesOf(admin)).toEqual([]);
  });

  it("lets one change one's own supervisor", () => {
    const admin = aUser('admin');
    admin.administer(7, { supervisor_id: null }, moment);
    expect(typesOf(admin)).toEqual(['UserSupervisorChanged']);
  });
});

describe('the revision of a user', () => {
  it('stays as it is while they sign in, fail to, and change their password', () => {
    const user = aUser();
    user.failLogIn('wrong_password', moment);
    user.logIn('11111111-1111-4111-8111-111111111111', 'none', moment);
    user.changePassword('oneself', moment);
    user.revokeSession('11111111-1111-4111-8111-111111111111', 'logged_out', moment);
    expect(user.state.revision).toBe(1);
    expect(user.version).toBe(5);
  });
});
