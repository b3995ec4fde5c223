import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, MoneyColumn } from '../../platform/database/columns.js';
import { type PayoutItem } from './payout.events.js';
import { type PayoutState } from './payout.state.js';

@Entity('payout')
export class PayoutRow implements PayoutState {
  @PrimaryColumn('int') id: number;
  @Column('int') version: number;
  @Column('int') created_by: number;
  @InstantColumn() created_at: string;
  @Column('text', { nullable: true }) period: string | null;
  @MoneyColumn() total: string;
  @Column('int') count: number;
}

/** Its key is the commission: the database pays none twice. */
@Entity('payout_item')
export class PayoutItemRow implements PayoutItem {
  @PrimaryColumn('int') commission_id: number;
  @Column('int') payout_id: number;
  @Column('int') beneficiary_id: number;
  @MoneyColumn() amount: string;
}
