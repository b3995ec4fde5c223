import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql.js';
import { columnsOf } from '../../../platform/database/statements.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { USER } from '../../auth/index.js';
import { COMMISSION } from '../../commissions/index.js';
import { PAYOUT_ITEM } from '../payout.table.js';
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
    const { payout_id, commission_id, beneficiary_id } = PAYOUT_ITEM;
    const [beneficiary, approver] = [USER.as('beneficiary'), USER.as('approver')];
    const lines = await this.units.query<Line>(sql`
      SELECT ${PAYOUT_ITEM.columns}, ${beneficiary.username} AS beneficiary, ${approver.username} AS approved_by,
        ${columnsOf(COMMISSION, 'beneficiary_role', 'policy_number', 'term', 'commission_type', 'corrects_id')},
        ${columnsOf(COMMISSION, 'base_amount', 'percentage', 'paid_at')}
      FROM ${PAYOUT_ITEM} JOIN ${COMMISSION} ON ${COMMISSION.id} = ${commission_id}
        JOIN ${beneficiary} ON ${beneficiary.id} = ${beneficiary_id}
        LEFT JOIN ${approver} ON ${approver.id} = ${COMMISSION.approved_by}
      WHERE ${payout_id} = ${payoutId} ORDER BY ${beneficiary_id}, ${commission_id}`);
    return csvLine(COLUMNS) + lines.map((line) => csvLine(COLUMNS.map((column) => line[column]))).join('');
  }
}
