import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { money, moneyToWire } from '../../../kernel/money.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Catalogues } from '../../catalogue/index.js';
import { Prospects } from '../../prospects/index.js';
import { applicantOf } from '../applicant.js';
import { checkEligibility } from '../eligibility.js';
import { type CheckEligibilityDto, type EligibilityDto } from './check-eligibility.dto.js';

export class CheckEligibility extends Query<EligibilityDto> {
  constructor(
    readonly actor: Actor,
    readonly request: CheckEligibilityDto,
  ) {
    super();
  }
}

@QueryHandler(CheckEligibility)
export class CheckEligibilityHandler implements IQueryHandler<CheckEligibility> {
  constructor(
    private readonly prospects: Prospects,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
  ) {}

  async execute({ actor, request }: CheckEligibility): Promise<EligibilityDto> {
    const { prospect_id, insurance_type, coverage_amount } = request;
    const prospect = await this.prospects.see(actor, 'read', prospect_id);
    const { today } = await this.clock.now();
    const catalogue = await this.catalogues.on(today);
    const coverage = coverage_amount == null ? null : money(coverage_amount);
    const check = checkEligibility(catalogue, applicantOf(prospect.state), insurance_type, coverage, today);
    return {
      prospect_id,
      insurance_type,
      ...check,
      providers: check.providers.map((one) => ({
        ...one,
        base_premium: one.base_premium === null ? null : moneyToWire(one.base_premium),
        coverage_max: moneyToWire(one.coverage_max),
      })),
      lowest_premium: check.lowest_premium === null ? null : moneyToWire(check.lowest_premium),
    };
  }
}
