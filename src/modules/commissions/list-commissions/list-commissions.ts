import { having } from '../../../platform/database/statements.js';
import { type Page } from '../../../platform/http/answers/listing.js';
import { Commissions } from '../commissions.js';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { COMMISSION, type CommissionState } from '../commission.table.js';
import { commissionWithin } from '../commission-period.js';
import { daysOf } from '../period.js';
import { commissionOrder, type ListCommissionsDto } from './list-commissions.dto.js';

export class ListCommissions extends Query<Page<CommissionState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListCommissionsDto,
  ) {
    super();
  }
}

@QueryHandler(ListCommissions)
export class ListCommissionsHandler implements IQueryHandler<ListCommissions> {
  constructor(
    private readonly commissions: Commissions,
    private readonly clock: CompanyClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ actor, query }: ListCommissions): Promise<Page<CommissionState>> {
    const { status, type: commission_type, beneficiary: beneficiary_id, policy_id, period } = query;
    const where = [having(COMMISSION, { status, commission_type, beneficiary_id, policy_id })];
    if (period) {
      const days = daysOf(period, (await this.clock.now()).today);
      where.push(commissionWithin(days, this.config.COMPANY_TIME_ZONE));
    }
    return this.commissions.list(actor, 'read', { where, order: commissionOrder }, query);
  }
}
