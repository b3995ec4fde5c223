import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { Replica } from '../../../platform/database/replica.js';
import { sql } from '../../../platform/database/sql.js';
import { having } from '../../../platform/database/statements.js';
import { PersonalData, type SealedBox } from '../../../platform/event-store/personal-data.js';
import { type Page, paged } from '../../../platform/http/answers/listing.js';
import { ACCESS_LOG, USER } from '../../auth/index.js';
import { type AccessDto, accessOrder, type ListAccessLogDto } from './list-access-log.dto.js';

/** Who looked at what, the latest first. */
export class ListAccessLog extends Query<Page<AccessDto>> {
  constructor(readonly query: ListAccessLogDto) {
    super();
  }
}

type Row = Omit<AccessDto, 'ip'> & { sealed_ip: SealedBox };

@QueryHandler(ListAccessLog)
export class ListAccessLogHandler implements IQueryHandler<ListAccessLog> {
  constructor(
    private readonly replica: Replica,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ query }: ListAccessLog): Promise<Page<AccessDto>> {
    if (query.since && query.until && Date.parse(query.until) < Date.parse(query.since)) {
      throw invalidField('until', 'before_since', 'until must not come before since');
    }
    const { user_id, object, action, since, until } = query;
    const where = [having(ACCESS_LOG, { user_id, object, action })];
    if (since) where.push(sql`${ACCESS_LOG.at} >= ${since}::timestamptz`);
    if (until) where.push(sql`${ACCESS_LOG.at} < ${until}::timestamptz`);
    const shape = {
      select: sql`${ACCESS_LOG.columns}, ${USER.username}`,
      from: sql`${ACCESS_LOG} JOIN ${USER} ON ${USER.id} = ${ACCESS_LOG.user_id}`,
      where,
      id: ACCESS_LOG.id,
      order: accessOrder,
    };
    const page = await paged<Row>(await this.replica.reader(), shape, query);
    return { ...page, rows: await Promise.all(page.rows.map((row) => this.opened(row))) };
  }

  private async opened({ sealed_ip, ...row }: Row): Promise<AccessDto> {
    return { ...row, ip: ((await this.personalData.open(sealed_ip))?.ip as string | undefined) ?? null };
  }
}
