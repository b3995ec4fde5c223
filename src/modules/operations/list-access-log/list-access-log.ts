import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { PersonalData, type SealedBox } from '../../../platform/event-store/personal-data.js';
import { listPage, type Page } from '../../../platform/http/answers/listing.js';
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
    const parameters = new Parameters();
    const where = (['user_id', 'object', 'action'] as const)
      .filter((field) => query[field] !== undefined)
      .map((field) => `log.${field} = ${parameters.add(query[field])}`);
    if (query.since) where.push(`log.at >= ${parameters.add(query.since)}::timestamptz`);
    if (query.until) where.push(`log.at < ${parameters.add(query.until)}::timestamptz`);
    const page = await listPage<Row>(
      await this.replica.reader(),
      {
        select: 'log.*, app_user.username',
        from: 'access_log log JOIN app_user ON app_user.id = log.user_id',
        where,
        parameters,
        id: 'log.id',
        order: accessOrder,
      },
      query,
    );
    return { ...page, rows: await Promise.all(page.rows.map((row) => this.opened(row))) };
  }

  private async opened({ sealed_ip, ...row }: Row): Promise<AccessDto> {
    return { ...row, ip: ((await this.personalData.open(sealed_ip))?.ip as string | undefined) ?? null };
  }
}
