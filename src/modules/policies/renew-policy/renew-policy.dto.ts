import { IsBoolean, IsOptional } from 'class-validator';
import { moneyToWire } from '../../../kernel/money.js';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import { breakdownToWire, PremiumBreakdownDto } from '../../eligibility/index.js';
import { PolicyDto } from '../policy.dto.js';
import { type RenewalOffer } from '../renewal.js';

export class RenewPolicyDto {
  /** The prospect agrees to a premium that is more than 10 % higher. */
  @IsOptional()
  @IsBoolean()
  accept_premium_change?: boolean = false;
}

export class RenewalDto {
  /** With `preview=true` as it stands, else renewed. */
  policy: PolicyDto;
  /** The term that is, or would be, agreed. */
  term: number;
  start_date: string;
  end_date: string;
  renewal_date: string;
  @WithDecimals() annual_premium: number;
  @WithDecimals() monthly_premium: number;
  @WithDecimals() previous_premium: number;
  /** Per cent of the previous premium, negative where it gets cheaper. */
  @WithDecimals() premium_change_percent: number;
  /** More than 10 % higher: renewing needs accept_premium_change. */
  premium_jump: boolean;
  premium_breakdown: PremiumBreakdownDto;
  /** Of the new term's first day. */
  catalogue_version: string;
}

export function renewalDto(policy: PolicyDto, offer: RenewalOffer): RenewalDto {
  const { term, start_date, end_date, renewal_date, premium_jump, catalogue_version } = offer;
  return {
    policy,
    term,
    start_date,
    end_date,
    renewal_date,
    annual_premium: moneyToWire(offer.annual_premium),
    monthly_premium: moneyToWire(offer.monthly_premium),
    previous_premium: moneyToWire(offer.previous_premium),
    premium_change_percent: Number(offer.premium_change_percent),
    premium_jump,
    premium_breakdown: breakdownToWire(offer.premium_breakdown),
    catalogue_version,
  };
}
