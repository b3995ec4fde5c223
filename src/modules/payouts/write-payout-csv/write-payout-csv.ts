import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Payouts } from '../payouts.js';
import { csvLine } from './csv.js';

/** A payout for whoever makes the transfers: a line for each commission, by beneficiary. @throws not_found */
export class WritePayoutCsv extends Query<string> {
  constructor(readonly payoutId: number) {
    super();
  }
}

const COLUMNS = [
  'payout_id',
  'beneficiary_id',
  'beneficiary',
  'beneficiary_role',
  'commission_id',
  'policy_number',
  'term',
  'commission_type',
  'corrects_id',
  'base_amount',
  'percentage',
  'amount',
  'approved_by',
  'paid_at',
] as const;

type Line = Record<(typeof COLUMNS)[number], string | number | null>;

@QueryHandler(WritePayoutCsv)
export class WritePayoutCsvHandler implements IQueryHandler<WritePayoutCsv> {
  constructor(
    private readonly payouts: Payouts,
    private readonly units: UnitOfWork,
  ) {}

  async execute({ payoutId }: WritePayoutCsv): Promise<string> {
    await this.payouts.get(payoutId);
    const lines = await this.units.queryText<Line>(
      `SELECT item.payout_id, item.beneficiary_id, beneficiary.username AS beneficiary, commission.beneficiary_role,
         item.commission_id, policy_number, term, commission_type, corrects_id, base_amount, percentage, item.amount,
         approver.username AS approved_by, paid_at
       FROM payout_item item
         JOIN commission ON commission.id = item.commission_id
         JOIN app_user beneficiary ON beneficiary.id = item.beneficiary_id
         LEFT JOIN app_user approver ON approver.id = commission.approved_by
       WHERE item.payout_id = $1 ORDER BY item.beneficiary_id, item.commission_id`,
      [payoutId],
    );
    return csvLine(COLUMNS) + lines.map((line) => csvLine(COLUMNS.map((column) => line[column]))).join('');
  }
}
