import { moneyToWire } from '../../../kernel/money.js';
import { sql } from '../../../platform/database/sql.js';
import { sees } from '../../auth/index.js';
import {
  COMMISSION,
  commissionOwnership,
  type CommissionStatus,
  type CommissionType,
  commissionWithin,
} from '../../commissions/index.js';
import { type CommissionSummaryDto } from './read-dashboard.dto.js';
import { type Both, type View } from './view.js';

interface Row {
  is_current: boolean;
  /** One of the two is null: the row is a status's total or a type's. */
  status: CommissionStatus | null;
  commission_type: CommissionType | null;
  count: number;
  total: string;
}

export async function commissionSummaries(view: View): Promise<Both<CommissionSummaryDto>> {
  const { status, commission_type, amount } = COMMISSION;
  const seen = sees(view.actor, 'commission', 'read', commissionOwnership);
  const within = commissionWithin({ start: view.previous.start, end: view.current.end }, view.timeZone);
  const isCurrent = commissionWithin(view.current, view.timeZone);
  const rows = await view.reader.query<Row>(sql`
    SELECT is_current, status, commission_type, count(*) AS count, sum(amount) AS total
    FROM (
      SELECT (${isCurrent}) AS is_current, ${status}, ${commission_type}, ${amount}
      FROM ${COMMISSION} WHERE ${within} AND ${status} <> 'rejected' AND ${seen}) AS commissions
    GROUP BY GROUPING SETS ((is_current, status), (is_current, commission_type))`);
  const of = (current: boolean) => summaryOf(rows.filter((row) => row.is_current === current));
  return { current: of(true), previous: of(false) };
}

function summaryOf(rows: readonly Row[]): CommissionSummaryDto {
  const status = (name: CommissionStatus) => rows.find((row) => row.status === name);
  const total = (row: Row | undefined) => moneyToWire(row?.total ?? '0.00');
  const type = (name: CommissionType) => total(rows.find((row) => row.commission_type === name));
  return {
    total_pending: total(status('pending')),
    total_approved: total(status('approved')),
    total_paid: total(status('paid')),
    count_pending: status('pending')?.count ?? 0,
    count_approved: status('approved')?.count ?? 0,
    count_paid: status('paid')?.count ?? 0,
    by_type: {
      initial: type('initial'),
      renewal_year1: type('renewal_year1'),
      renewal_recurring: type('renewal_recurring'),
      clawback: type('clawback'),
    },
  };
}
