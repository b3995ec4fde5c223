import { moneyToWire } from '../../kernel/money.js';
import { WithDecimals } from '../../platform/http/answers/with-decimals.js';
import { type CarriedOver } from './make-payout/payable.js';
import { type PayoutItem } from './payout.table.js';
import { type PayoutState } from './payout.table.js';

export class PayoutItemDto {
  commission_id: number;
  beneficiary_id: number;
  /** Below 0 where a clawback is set off. */
  @WithDecimals() amount: number;
}

export class PayoutSummaryDto {
  id: number;
  created_by: number;
  created_at: string;
  /** As asked for; null where the commissions were named. */
  period: string | null;
  /** @example 460 */
  @WithDecimals() total: number;
  /** How many commissions. */
  count: number;
  /** @example '/api/v1/commissions/payouts/1/csv' */
  csv_url: string;
  version: number;
}

export class PayoutDto extends PayoutSummaryDto {
  items: PayoutItemDto[];
}

export class CarriedOverDto {
  beneficiary_id: number;
  /** What their open commissions come to, below 0. */
  @WithDecimals() amount: number;
  commission_ids: number[];
}

export class MadePayoutDto extends PayoutDto {
  /** Who owes more than they would get: none of their commissions was paid or set off. */
  carried_over: CarriedOverDto[];
}

export function payoutSummaryDto(state: PayoutState): PayoutSummaryDto {
  const { id, created_by, created_at, period, total, count, version } = state;
  return {
    id,
    created_by,
    created_at,
    period,
    total: moneyToWire(total),
    count,
    csv_url: `/api/v1/commissions/payouts/${id}/csv`,
    version,
  };
}

export function payoutDto(state: PayoutState, items: readonly PayoutItem[]): PayoutDto {
  return {
    ...payoutSummaryDto(state),
    items: items.map(({ commission_id, beneficiary_id, amount }) => ({
      commission_id,
      beneficiary_id,
      amount: moneyToWire(amount),
    })),
  };
}

export function carriedOverDto({ beneficiary_id, amount, commission_ids }: CarriedOver): CarriedOverDto {
  return { beneficiary_id, amount: moneyToWire(amount), commission_ids };
}
