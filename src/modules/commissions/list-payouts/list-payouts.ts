import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Parameters } from '../../../platform/database/parameters.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type ListQuery, listPage, type Page } from '../../../platform/http/listing.js';
import { type PayoutState } from '../payout.js';

export class ListPayouts extends Query<Page<PayoutState>> {
  constructor(readonly query: ListQuery) {
    super();
  }
}

@QueryHandler(ListPayouts)
export class ListPayoutsHandler implements IQueryHandler<ListPayouts> {
  constructor(private readonly units: UnitOfWork) {}

  execute({ query }: ListPayouts): Promise<Page<PayoutState>> {
    return listPage<PayoutState>(this.units, {
      select: 'id, version, created_by, created_at, period, total, count',
      from: 'payout',
      where: [],
      parameters: new Parameters(),
      id: 'id',
      sorts: { created_at: { sql: 'created_at', type: 'timestamptz' }, total: { sql: 'total', type: 'numeric' } },
      defaultSort: '-created_at',
    }, query);
  }
}
