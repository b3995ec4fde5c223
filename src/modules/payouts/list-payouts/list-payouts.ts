import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type PayoutState } from '../payout.table.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { type Page } from '../../../platform/http/answers/listing.js';
import { Payouts } from '../payouts.js';
import { type ListPayoutsDto, payoutOrder } from './list-payouts.dto.js';

export class ListPayouts extends Query<Page<PayoutState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListPayoutsDto,
  ) {
    super();
  }
}

@QueryHandler(ListPayouts)
export class ListPayoutsHandler implements IQueryHandler<ListPayouts> {
  constructor(private readonly payouts: Payouts) {}

  execute({ actor, query }: ListPayouts): Promise<Page<PayoutState>> {
    return this.payouts.list(actor, 'read', { where: [], order: payoutOrder }, query);
  }
}
