import { Injectable } from '@nestjs/common';
import { sumMoney } from '../../kernel/money.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type PayoutEvent, type PayoutItem } from './payout.events.js';
import { Payout } from './payout.js';
import { type PayoutState } from './payout.state.js';
import { PayoutItemRow, PayoutRow } from './payout.table.js';

@Injectable()
export class Payouts extends Collection<PayoutState, PayoutEvent, Payout> {
  constructor(tools: CollectionTools) {
    super(tools, { aggregateType: 'payout', table: PayoutRow, aggregate: Payout });
  }

  /** Makes a payout of these lines; the caller holds their commissions' locks and marks them paid. */
  async make(createdBy: number, period: string | null, items: readonly PayoutItem[]): Promise<Payout> {
    const made = {
      created_by: createdBy,
      period,
      total: sumMoney(items.map(({ amount }) => amount)),
      count: items.length,
      items: [...items],
    };
    const payout = await this.start((one, moment) => one.make(made, moment));
    await this.tools.units.manager.insert(
      PayoutItemRow,
      items.map((item) => ({ ...item, payout_id: payout.id })),
    );
    return payout;
  }

  /** A payout's lines, by beneficiary and commission. */
  itemsOf(id: number): Promise<PayoutItem[]> {
    return this.tools.units.query<PayoutItem>(
      `SELECT commission_id, beneficiary_id, amount FROM payout_item WHERE payout_id = $1
       ORDER BY beneficiary_id, commission_id`,
      [id],
    );
  }
}
