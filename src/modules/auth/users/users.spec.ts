import { expect, it } from '@jest/globals';
import { type CollectionTools } from '../../../platform/event-store/collection.js';
import { Users } from './users.js';

it('whose rights have changed are asked for anew, though an older question is answered only afterwards', async () => {
  const answers: ((rows: object[]) => void)[] = [];
  const units = {
    query: () => new Promise((resolve) => answers.push(resolve)),
    afterCommit: (_name: string, hook: () => void) => hook(),
  };
  const users = new Users({ units } as unknown as CollectionTools);
  const asked = users.findActor(5);
  users.forgetActors();
  answers[0]!([{ id: 5, role: 'admin' }]);
  expect(await asked).toMatchObject({ role: 'admin' });
  const again = users.findActor(5);
  answers[1]!([{ id: 5, role: 'broker' }]);
  expect(await again).toMatchObject({ role: 'broker' });
});
