import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { listPage, type Page } from '../../../platform/http/answers/listing.js';
import { type PayoutState } from '../payout.state.js';
import { type ListPayoutsDto, payoutOrder } from './list-payouts.dto.js';

export class ListPayouts extends Query<Page<PayoutState>> {
  constructor(readonly query: ListPayoutsDto) {
    super();
  }
}

@QueryHandler(ListPayouts)
export class ListPayoutsHandler implements IQueryHandler<ListPayouts> {
  constructor(private readonly replica: Replica) {}

  async execute({ query }: ListPayouts): Promise<Page<PayoutState>> {
    return listPage<PayoutState>(
      await this.replica.reader(),
      {
        select: 'id, version, created_by, created_at, period, total, count',
        from: 'payout',
        where: [],
        parameters: new Parameters(),
        id: 'id',
        order: payoutOrder,
      },
      query,
    );
  }
}
