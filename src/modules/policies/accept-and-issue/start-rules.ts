import { Injectable } from '@nestjs/common';
import { type FieldError } from '../../../kernel/domain-error.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { FurtherRules } from '../../../platform/http/input/further-rules.js';
import { startFindings } from '../../quotes/index.js';
import { type AcceptQuoteDto } from './accept-and-issue.dto.js';

/** How far ahead cover may begin, for a body that its DTO refuses already. */
@Injectable()
export class StartRules extends FurtherRules<AcceptQuoteDto> {
  constructor(private readonly clock: CompanyClock) {
    super();
  }

  protected async findings({ start_date = null }: Partial<AcceptQuoteDto>): Promise<FieldError[]> {
    return startFindings(start_date, (await this.clock.now()).today);
  }
}
