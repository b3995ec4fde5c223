import { Injectable } from '@nestjs/common';
import { sumMoney } from '../../kernel/money.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { sql } from '../../platform/database/sql.js';
import { insert } from '../../platform/database/statements.js';
import { type Action, sightOf } from '../auth/index.js';
import { PAYOUT_MADE, type PayoutEvent } from './payout.events.js';
import { Payout } from './payout.js';
import { PAYOUT, PAYOUT_ITEM, type PayoutItem, type PayoutState } from './payout.table.js';

@Injectable()
export class Payouts extends Collection<PayoutState, PayoutEvent, Payout, Action<'payout'>> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'payout',
      table: PAYOUT,
      facts: [PAYOUT_MADE],
      aggregate: Payout,
      sight: sightOf('payout', { owners: [PAYOUT.created_by] }),
    });
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
    await this.tools.units.execute(
      insert(
        PAYOUT_ITEM,
        items.map((item) => ({ ...item, payout_id: payout.id })),
      ),
    );
    return payout;
  }

  /** A payout's lines, by beneficiary and commission. */
  itemsOf(id: number): Promise<PayoutItem[]> {
    const { commission_id, payout_id, beneficiary_id, amount } = PAYOUT_ITEM;
    return this.tools.units.query<PayoutItem>(sql`
      SELECT ${commission_id}, ${beneficiary_id}, ${amount} FROM ${PAYOUT_ITEM} WHERE ${payout_id} = ${id}
      ORDER BY ${beneficiary_id}, ${commission_id}`);
  }
}
