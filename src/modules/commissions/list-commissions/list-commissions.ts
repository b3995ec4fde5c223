import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { listPage, type Page } from '../../../platform/http/answers/listing.js';
import { seesInParts } from '../../auth/index.js';
import { type CommissionState } from '../commission.state.js';
import { commissionWithin } from '../commission-period.js';
import { commissionOwnership } from '../commissions.js';
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

const COLUMNS = `id, version, policy_id, policy_number, prospect_id, term, commission_type, beneficiary_id,
  beneficiary_role, base_amount, percentage, amount, period_year, period_month, corrects_id, status, approved_by,
  approved_at, payout_id, paid_at, rejected_reason, created_at`;

@QueryHandler(ListCommissions)
export class ListCommissionsHandler implements IQueryHandler<ListCommissions> {
  constructor(
    private readonly replica: Replica,
    private readonly clock: CompanyClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ actor, query }: ListCommissions): Promise<Page<CommissionState>> {
    const parameters = new Parameters();
    const parts = seesInParts(actor, 'commission', 'read', commissionOwnership('commission'), parameters);
    const where: string[] = [];
    const filters = {
      status: query.status,
      commission_type: query.type,
      beneficiary_id: query.beneficiary,
      policy_id: query.policy_id,
    };
    for (const [column, value] of Object.entries(filters)) {
      if (value !== undefined) where.push(`${column} = ${parameters.add(value)}`);
    }
    if (query.period) {
      const days = daysOf(query.period, (await this.clock.now()).today);
      where.push(commissionWithin(days, this.config.COMPANY_TIME_ZONE, 'commission', parameters));
    }
    return listPage<CommissionState>(
      await this.replica.reader(),
      {
        select: COLUMNS,
        from: 'commission',
        parts,
        where,
        parameters,
        id: 'id',
        order: commissionOrder,
      },
      query,
    );
  }
}
