import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { moneyToWire } from '../../../kernel/money.js';
import { nextTermStart, termEnd } from '../../../kernel/term.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Catalogues } from '../../catalogue/index.js';
import { applicantOf } from '../../eligibility/index.js';
import { offerRenewal, type RenewableTerm } from '../../policies/index.js';
import { Prospects } from '../../prospects/index.js';
import { Comparisons, type QuoteState, Quotes } from '../../quotes/index.js';
import { type Beneficiaries, commissionRows } from '../commission-rows.js';
import { earnsFor } from '../earners.js';
import { seesCommissionOf } from '../visible-earners.js';
import { clawbackByDay, clawbackByLapse } from './simulation.js';
import { simulatedRowDto, type SimulatedRenewalDto, type SimulationDto } from './simulate-commissions.dto.js';

const LAST_SIMULATED_TERM = 3;

/** Who would earn what if a quote were accepted today, at its renewals, and lose what by a cancellation. */
export class SimulateCommissions extends Query<SimulationDto> {
  constructor(
    readonly actor: Actor,
    readonly quoteId: number,
  ) {
    super();
  }
}

@QueryHandler(SimulateCommissions)
export class SimulateCommissionsHandler implements IQueryHandler<SimulateCommissions> {
  constructor(
    private readonly quotes: Quotes,
    private readonly comparisons: Comparisons,
    private readonly prospects: Prospects,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
    private readonly units: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ actor, quoteId }: SimulateCommissions): Promise<SimulationDto> {
    const { state: quote } = await this.quotes.see(actor, 'read', quoteId);
    const earners = await earnsFor(this.units, quote.prospect_id);
    const catalogue = await this.catalogues.get(quote.catalogue_version);
    const { today } = await this.clock.now();
    const { LAPSE_UNPAID_DAYS: lapseAfterDays } = this.config;
    const term = {
      start: today,
      end: termEnd(today),
      annual_premium: quote.annual_premium,
      signed_on: today,
      cooling_off_days: catalogue.tariffs[quote.insurance_type].cooling_off_days,
    };
    const shown = <Row extends Parameters<typeof simulatedRowDto>[0]>(rows: readonly Row[]) =>
      rows.filter((row) => seesCommissionOf(actor, row.beneficiary_id)).map(simulatedRowDto);
    return {
      quote_id: quote.id,
      now: shown(commissionRows(1, quote.annual_premium, catalogue.commission_rates, earners)),
      renewals: (await this.renewals(quote, term, earners)).map(({ rows, ...renewal }) => ({
        ...renewal,
        rows: shown(rows),
      })),
      clawback: clawbackByDay(term, catalogue.commission_rates, earners).map(({ refund, rows, ...day }) => ({
        ...day,
        refund: moneyToWire(refund),
        rows: shown(rows),
      })),
      lapse: (lapseAfterDays === undefined
        ? []
        : clawbackByLapse(term, lapseAfterDays, catalogue.commission_rates, earners)
      ).map(({ kept, rows, ...lapse }) => ({ ...lapse, kept: moneyToWire(kept), rows: shown(rows) })),
    };
  }

  private async renewals(quote: QuoteState, first: { end: string }, earners: Beneficiaries) {
    const { state: declared } = await this.comparisons.get(quote.comparison_id);
    const applicant = applicantOf((await this.prospects.get(quote.prospect_id)).state);
    const renewals: (Omit<SimulatedRenewalDto, 'rows'> & { rows: ReturnType<typeof commissionRows> })[] = [];
    let running: RenewableTerm = {
      term: 1,
      end_date: first.end,
      annual_premium: quote.annual_premium,
      provider: quote.provider,
      insurance_type: quote.insurance_type,
      coverage_amount: quote.coverage_amount,
      declared,
    };
    while (running.term < LAST_SIMULATED_TERM) {
      const start = nextTermStart(running.end_date);
      const catalogue = await this.catalogues.on(start);
      const term = running.term + 1;
      try {
        const offer = offerRenewal(running, applicant, catalogue);
        renewals.push({
          term,
          start_date: start,
          annual_premium: moneyToWire(offer.annual_premium),
          rows: commissionRows(term, offer.annual_premium, catalogue.commission_rates, earners),
        });
        running = { ...running, term, end_date: offer.end_date, annual_premium: offer.annual_premium };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        renewals.push({ term, start_date: start, annual_premium: null, rows: [] });
        break;
      }
    }
    return renewals;
  }
}
