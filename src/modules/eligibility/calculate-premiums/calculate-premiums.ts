import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidFields } from '../../../kernel/domain-error.js';
import { money, moneyToWire } from '../../../kernel/money.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Catalogues } from '../../catalogue/index.js';
import { Prospects } from '../../prospects/index.js';
import { applicantOf } from '../applicant.js';
import { type Applicant } from '../eligibility.js';
import { offersFor } from '../offers.js';
import { breakdownToWire } from '../premium-wire.js';
import { type CalculatedPremiumsDto, type CalculatePremiumsDto } from './calculate-premiums.dto.js';
import { whoFindings } from './calculation-rules.js';

/** Prices every provider's product; nothing is stored. */
export class CalculatePremiums extends Query<CalculatedPremiumsDto> {
  constructor(
    readonly actor: Actor,
    readonly request: CalculatePremiumsDto,
  ) {
    super();
  }
}

@QueryHandler(CalculatePremiums)
export class CalculatePremiumsHandler implements IQueryHandler<CalculatePremiums> {
  constructor(
    private readonly prospects: Prospects,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
  ) {}

  async execute({ actor, request }: CalculatePremiums): Promise<CalculatedPremiumsDto> {
    const applicant = await this.applicant(actor, request);
    const { today } = await this.clock.now();
    const catalogue = await this.catalogues.on(today);
    const { offers, excluded, check } = offersFor(
      catalogue,
      applicant,
      {
        insurance_type: request.insurance_type,
        coverage_amount: money(request.coverage_amount),
        smoker: request.smoker ?? false,
        has_preexisting_conditions: request.has_preexisting_conditions ?? false,
        occupation_risk: request.occupation_risk ?? 'standard',
      },
      today,
    );
    return {
      insurance_type: request.insurance_type,
      coverage_amount: request.coverage_amount,
      risk_assumed: check.risk_assumed,
      catalogue_version: catalogue.version,
      premiums: check.providers.map(({ provider }) => {
        const offer = offers.find((one) => one.product.provider === provider);
        return {
          provider,
          is_eligible: offer !== undefined,
          reasons: excluded.find((one) => one.provider === provider)?.reasons ?? [],
          annual_premium: offer ? moneyToWire(offer.premium.annual_premium) : null,
          monthly_premium: offer ? moneyToWire(offer.premium.monthly_premium) : null,
          premium_breakdown: offer ? breakdownToWire(offer.premium.breakdown) : null,
        };
      }),
    };
  }

  private async applicant(actor: Actor, request: CalculatePremiumsDto): Promise<Applicant> {
    const { prospect_id, birth_date, risk_category } = request;
    const findings = whoFindings(request);
    if (findings.length > 0) throw invalidFields(findings);
    if (prospect_id == null)
      return { prospect_type: 'individual', birth_date: birth_date!, risk_category: risk_category ?? null };
    const known = applicantOf((await this.prospects.see(actor, 'read', prospect_id)).state);
    return { ...known, risk_category: risk_category ?? known.risk_category };
  }
}
