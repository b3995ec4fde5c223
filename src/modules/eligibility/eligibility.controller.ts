import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { notFound } from '../../kernel/domain-error.js';
import { moneyToWire } from '../../kernel/money.js';
import { RequestContext } from '../../platform/context/request-context.js';
import { CompanyClock } from '../../platform/database/company-clock.js';
import { Section } from '../../platform/http/openapi/section.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { NoKey } from '../../platform/http/edge/route-traits.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { May } from '../auth/index.js';
import { Catalogues, findProduct, type InsuranceType } from '../catalogue/index.js';
import { CalculatedPremiumsDto, CalculatePremiumsDto } from './calculate-premiums/calculate-premiums.dto.js';
import { CalculatePremiums } from './calculate-premiums/calculate-premiums.js';
import { CalculationRules } from './calculate-premiums/calculation-rules.js';
import { CheckEligibilityDto, EligibilityDto } from './check-eligibility/check-eligibility.dto.js';
import { CheckEligibility } from './check-eligibility/check-eligibility.js';
import { AcceptanceRulesDto, ProviderDto } from './eligibility.dto.js';

@Section('eligibility', 'Who would insure a prospect, and for how much; nothing is stored.')
@NoKey()
@Controller('eligibility')
export class EligibilityController {
  constructor(
    private readonly queries: QueryBus,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
    private readonly context: RequestContext,
  ) {}

  /** Ask every provider whether it accepts a prospect, and on what estimate. */
  @Post('check')
  @HttpCode(200)
  @May('eligibility', 'check')
  @Refuses('not_found', 'no_catalogue_effective')
  checkEligibility(@Body() body: CheckEligibilityDto): Promise<EligibilityDto> {
    return this.queries.execute(new CheckEligibility(this.context.actor, body));
  }

  /** Price every provider's product with its breakdown; nothing is stored. */
  @Post('calculate')
  @HttpCode(200)
  @May('eligibility', 'check')
  @UseInterceptors(CalculationRules)
  @Refuses('not_found', 'no_catalogue_effective')
  calculatePremiums(@Body() body: CalculatePremiumsDto): Promise<CalculatedPremiumsDto> {
    return this.queries.execute(new CalculatePremiums(this.context.actor, body));
  }

  /** The providers of today's catalogue. */
  @Get('providers')
  @May('catalogue', 'read')
  @Refuses('no_catalogue_effective')
  async listProviders(): Promise<ProviderDto[]> {
    const catalogue = await this.catalogues.on((await this.clock.now()).today);
    return catalogue.providers.map((provider) => ({
      ...provider,
      insurance_types: catalogue.products
        .filter((product) => product.provider === provider.code)
        .map((product) => product.insurance_type),
    }));
  }

  /** One product's acceptance rules. */
  @Get('rules/:provider/:insurance_type')
  @Example({ path: { provider: 'axa', insurance_type: 'life' } })
  @May('catalogue', 'read')
  @Refuses('no_catalogue_effective')
  async getAcceptanceRules(
    @Param('provider') provider: string,
    @Param('insurance_type') insuranceType: string,
  ): Promise<AcceptanceRulesDto> {
    const catalogue = await this.catalogues.on((await this.clock.now()).today);
    const product = findProduct(catalogue, provider, insuranceType as InsuranceType);
    if (!product) throw notFound('product');
    const { insurance_type, age_min, age_max, accepted_risk_categories, multiplier, maximum_coverage } = product;
    return {
      provider,
      insurance_type,
      age_min,
      age_max,
      accepted_risk_categories: [...accepted_risk_categories],
      base_premium_multiplier: Number(multiplier),
      maximum_coverage: moneyToWire(maximum_coverage),
      catalogue_version: catalogue.version,
    };
  }
}
