import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../../platform/context/request-context.js';
import { Parameters } from '../../../../platform/database/parameters.js';
import { Replica } from '../../../../platform/database/replica.js';
import { findsWords } from '../../../../platform/database/words.js';
import { listPage, type Page } from '../../../../platform/http/answers/listing.js';
import { type UserState } from '../user.js';
import { userOwnership } from '../users.js';
import { sees } from '../../access/visibility.js';
import { type ListUsersDto, userOrder } from './list-users.dto.js';

export class ListUsers extends Query<Page<UserState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListUsersDto,
  ) {
    super();
  }
}

const COLUMNS =
  'id, version, username, email, role, supervisor_id, is_active, second_factor, revision, last_login, created_at';

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(private readonly replica: Replica) {}

  async execute({ actor, query }: ListUsers): Promise<Page<UserState>> {
    const parameters = new Parameters();
    const where = [sees(actor, 'user', 'read', userOwnership, parameters)];
    for (const field of ['role', 'is_active', 'supervisor_id'] as const) {
      if (query[field] !== undefined) where.push(`${field} = ${parameters.add(query[field])}`);
    }
    if (query.q) where.push(findsWords(`name_words(username || ' ' || email)`, [query.q], parameters));
    return listPage<UserState>(
      await this.replica.reader(),
      {
        select: COLUMNS,
        from: 'app_user',
        where,
        parameters,
        id: 'id',
        order: userOrder,
      },
      query,
    );
  }
}
