import { compareMoney, sumMoney, type Money } from '../../../kernel/money.js';
import { type CommissionStatus } from '../../commissions/index.js';

/** A row as a payout looks at it. */
export interface Payable {
  id: number;
  beneficiary_id: number;
  amount: Money;
  status: CommissionStatus;
  /** The payout that it stands in already. */
  payout_id: number | null;
  /** The row that it takes back, and how that stands. */
  corrects_id: number | null;
  corrected_status: CommissionStatus | null;
}

/** Somebody whose open rows come to less than nothing: all of them wait for a later payout. */
export interface CarriedOver {
  beneficiary_id: number;
  /** Their sum, below 0.00. */
  amount: Money;
  commission_ids: number[];
}

/**
 * What a period's payout takes of the approved rows: a clawback only with or after the row that it takes back, and
 * nobody at less than 0.00, since a payout brings money and fetches none. Who owes more than they get is carried over
 * whole, so that what is owed is set off against all that comes.
 */
export function selectForPayout(approved: readonly Payable[]): { items: Payable[]; carried_over: CarriedOver[] } {
  const ids = new Set(approved.map(({ id }) => id));
  const rows = approved.filter((row) => !takesBackUnpaid(row, ids));
  const items: Payable[] = [];
  const carried: CarriedOver[] = [];
  for (const [beneficiary_id, own] of Map.groupBy(rows, (row) => row.beneficiary_id)) {
    const amount = sumMoney(own.map((row) => row.amount));
    if (compareMoney(amount, '0.00') >= 0) items.push(...own);
    else carried.push({ beneficiary_id, amount, commission_ids: own.map(({ id }) => id) });
  }
  return { items: items.sort((a, b) => a.id - b.id), carried_over: carried };
}

/** Why these rows cannot be paid together as they are named, row by row; none: they can. */
export function whyNotPayable(rows: readonly Payable[]): { id: number; code: string; message: string }[] {
  const ids = new Set(rows.map(({ id }) => id));
  const single = rows.flatMap((row) => {
    const { id, status, payout_id } = row;
    if (status === 'paid')
      return [{ id, code: 'already_paid', message: `Commission ${id} was paid in payout ${payout_id}.` }];
    if (status !== 'approved')
      return [{ id, code: 'not_approved', message: `Commission ${id} is ${status}; only approved ones are paid.` }];
    if (takesBackUnpaid(row, ids)) {
      const message = `Commission ${id} takes back commission ${row.corrects_id}, which is not paid: name that one too.`;
      return [{ id, code: 'corrected_row_unpaid', message }];
    }
    return [];
  });
  if (single.length > 0) return single;
  return selectForPayout(rows).carried_over.flatMap(({ beneficiary_id, amount, commission_ids }) =>
    commission_ids.map((id) => ({
      id,
      code: 'below_zero',
      message: `The rows of beneficiary ${beneficiary_id} come to ${amount}, and nobody is paid less than 0.00.`,
    })),
  );
}

function takesBackUnpaid(row: Payable, together: ReadonlySet<number>): boolean {
  return row.corrects_id !== null && row.corrected_status !== 'paid' && !together.has(row.corrects_id);
}
