import { Injectable } from '@nestjs/common';
import { type FieldError } from '../../../kernel/domain-error.js';
import { FurtherRules } from '../../../platform/http/input/further-rules.js';
import { type MakePayoutDto } from './make-payout.dto.js';

/** A payout is of the named commissions or of a period's. */
export function payoutFindings({ ids, period }: { ids?: unknown; period?: unknown }): FieldError[] {
  if ((ids == null) !== (period == null)) return [];
  return [{ field: 'ids', code: 'ids_or_period', message: 'Send either ids or period' }];
}

/** The same for a body that its DTO refuses already, in which what was sent but cannot be read is sent all the same. */
@Injectable()
export class PayoutRules extends FurtherRules<MakePayoutDto> {
  protected findings(_: Partial<MakePayoutDto>, given: { ids?: unknown; period?: unknown }): FieldError[] {
    return payoutFindings(given);
  }
}
