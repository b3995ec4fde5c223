import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { moneyToWire, subtractMoney } from '../../../kernel/money.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Catalogues } from '../../catalogue/index.js';
import { type AgreedTerm, type CancellationCause, Policies } from '../../policies/index.js';
import { commissionRows, type StoredCommission, takeBackOf } from '../commission-rows.js';
import { Commissions } from '../commissions.js';
import { seesCommissionOf } from '../visible-earners.js';
import { type PreviewedClawbackDto } from './preview-clawback.dto.js';

/** What a cancellation asked for today would take back, from whom. */
export class PreviewClawback extends Query<PreviewedClawbackDto[]> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
    readonly wish: { cause: CancellationCause; effective_date: string | null },
  ) {
    super();
  }
}

/** Of a row that is not stored yet. */
const NO_ID = 0;

@QueryHandler(PreviewClawback)
export class PreviewClawbackHandler implements IQueryHandler<PreviewClawback> {
  constructor(
    private readonly policies: Policies,
    private readonly commissions: Commissions,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({
    actor,
    policyId,
    wish: { cause, effective_date },
  }: PreviewClawback): Promise<PreviewedClawbackDto[]> {
    const policy = await this.policies.see(actor, 'read', policyId);
    const { terms, insurance_type } = policy.state;
    const { tariffs } = await this.catalogues.get(terms[0]!.catalogue_version);
    const settlement = policy.settle(
      {
        cause,
        effective_date,
        cooling_off_days: cause === 'unpaid' ? null : tariffs[insurance_type].cooling_off_days,
        time_zone: this.config.COMPANY_TIME_ZONE,
      },
      (await this.clock.now()).today,
    );
    const previewed: PreviewedClawbackDto[] = [];
    for (const cancelled of settlement.terms) {
      const { term } = cancelled;
      const rows = await this.rowsOf(
        policyId,
        terms.find((one) => one.term === term)!,
      );
      const { rejected, clawbacks } = takeBackOf(settlement.rule, rows, cancelled);
      const shown = (row: StoredCommission, amount: string, effect: PreviewedClawbackDto['effect']) => ({
        commission_id: row.id <= NO_ID ? null : row.id,
        term,
        beneficiary_id: row.beneficiary_id,
        beneficiary_role: row.beneficiary_role,
        amount: moneyToWire(amount),
        effect,
      });
      const byId = new Map(rows.map((row) => [row.id, row]));
      previewed.push(
        ...rejected.map((id) => shown(byId.get(id)!, subtractMoney('0.00', byId.get(id)!.amount), 'rejection')),
        ...clawbacks.map((taken) => shown(byId.get(taken.corrects_id)!, taken.amount, 'clawback')),
      );
    }
    return previewed.filter((row) => seesCommissionOf(actor, row.beneficiary_id));
  }

  /** The term's rows, those that the worker has still to make included. */
  private async rowsOf(policyId: number, term: AgreedTerm): Promise<StoredCommission[]> {
    const stored = await this.commissions.listEarnedOn(policyId, term.term);
    const { commission_rates } = await this.catalogues.get(term.catalogue_version);
    const earners = { broker: term.broker_id, manager: term.manager_id, affiliate: term.affiliate_id };
    const missing = commissionRows(term.term, term.annual_premium, commission_rates, earners)
      .filter((row) => !stored.some((one) => one.beneficiary_role === row.beneficiary_role))
      .map((row, index): StoredCommission => ({ ...row, id: NO_ID - index, status: 'pending' }));
    return [...stored, ...missing];
  }
}
