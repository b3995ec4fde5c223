import { sql } from '../../../../platform/database/sql.js';
import { having } from '../../../../platform/database/statements.js';
import { type Page } from '../../../../platform/http/answers/listing.js';
import { Users } from '../users.js';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../../platform/context/request-context.js';
import { findsWords } from '../../../../platform/database/words.js';
import { USER, type UserState } from '../user.table.js';
import { type ListUsersDto, userOrder } from './list-users.dto.js';

export class ListUsers extends Query<Page<UserState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListUsersDto,
  ) {
    super();
  }
}

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(private readonly users: Users) {}

  execute({ actor, query }: ListUsers): Promise<Page<UserState>> {
    const { role, is_active, supervisor_id, q } = query;
    const where = [having(USER, { role, is_active, supervisor_id })];
    if (q) where.push(findsWords(sql`name_words(${USER.username} || ' ' || ${USER.email})`, [q]));
    return this.users.list(actor, 'read', { where, order: userOrder }, query);
  }
}
