import { Injectable } from '@nestjs/common';
import { type FieldError } from '../../../kernel/domain-error.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { FurtherRules } from '../../../platform/http/input/further-rules.js';
import { birthDateFindings } from '../eligibility.js';
import { type CalculatePremiumsDto } from './calculate-premiums.dto.js';

/** A premium is calculated for a prospect or for a birth date. */
export function whoFindings({
  prospect_id,
  birth_date,
}: {
  prospect_id?: unknown;
  birth_date?: unknown;
}): FieldError[] {
  if ((prospect_id == null) !== (birth_date == null)) return [];
  return [
    birth_date == null
      ? { field: 'birth_date', code: 'birth_date_required', message: 'Send a prospect_id or a birth_date' }
      : { field: 'birth_date', code: 'one_or_the_other', message: 'Send a prospect_id or a birth_date, not both' },
  ];
}

/** The same for a body that its DTO refuses already, in which what was sent but cannot be read is sent all the same. */
@Injectable()
export class CalculationRules extends FurtherRules<CalculatePremiumsDto> {
  constructor(private readonly clock: CompanyClock) {
    super();
  }

  protected async findings(
    { birth_date }: Partial<CalculatePremiumsDto>,
    given: { prospect_id?: unknown; birth_date?: unknown },
  ): Promise<FieldError[]> {
    const { today } = await this.clock.now();
    return [...whoFindings(given), ...(birth_date == null ? [] : birthDateFindings(birth_date, today))];
  }
}
