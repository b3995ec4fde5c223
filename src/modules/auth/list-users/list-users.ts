import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { listPage, type Page } from '../../../platform/http/listing.js';
import { type UserState } from '../user.js';
import { userOwnership } from '../users.js';
import { sees } from '../visibility.js';
import { type ListUsersDto } from './list-users.dto.js';

export class ListUsers extends Query<Page<UserState>> {
  constructor(readonly actor: Actor, readonly query: ListUsersDto) {
    super();
  }
}

const COLUMNS = 'id, version, username, email, role, supervisor_id, is_active, second_factor, revision, last_login, created_at';

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(private readonly replica: Replica) {}

  async execute({ actor, query }: ListUsers): Promise<Page<UserState>> {
    const parameters = new Parameters();
    const where = [sees(actor, 'user', 'read', userOwnership, parameters)];
    for (const field of ['role', 'is_active', 'supervisor_id'] as const) {
      if (query[field] !== undefined) where.push(`${field} = ${parameters.add(query[field])}`);
    }
    if (query.q) {
      const pattern = parameters.add(`%${query.q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
      where.push(`(lower(username) LIKE ${pattern} OR lower(email) LIKE ${pattern})`);
    }
    return listPage<UserState>(await this.replica.reader(), {
      select: COLUMNS,
      from: 'app_user',
      where,
      parameters,
      id: 'id',
      sorts: {
        username: { sql: 'username', type: 'text' },
        role: { sql: 'role', type: 'text' },
        created_at: { sql: 'created_at', type: 'timestamptz' },
      },
      defaultSort: 'username',
    }, query);
  }
}
