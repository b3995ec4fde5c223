import { compareMoney, exact, money, percentOf, subtractMoney, type Money } from '../../kernel/money.js';
import {
  type BeneficiaryRole,
  type CommissionRate,
  type DecimalText,
  type EarnedCommissionType,
} from '../catalogue/index.js';
import { type CancellationRule } from '../policies/index.js';

/** User ids of those who may earn on a policy; null where there is nobody. */
export interface Beneficiaries {
  /** The prospect's assigned broker at issue. */
  broker: number | null;
  /** That broker's supervisor; earns nothing where there is no broker. */
  manager: number | null;
  /** Who referred the prospect. */
  affiliate: number | null;
}

/** What one beneficiary earns on one term. */
export interface EarnedCommission {
  commission_type: EarnedCommissionType;
  beneficiary_id: number;
  beneficiary_role: BeneficiaryRole;
  /** The term's annual premium. */
  base_amount: Money;
  percentage: DecimalText;
  amount: Money;
}

/** A row already stored, as far as a cancellation looks at it. */
export interface StoredCommission {
  id: number;
  commission_type: EarnedCommissionType | 'clawback';
  beneficiary_id: number;
  beneficiary_role: BeneficiaryRole;
  percentage: DecimalText;
  amount: Money;
  status: 'pending' | 'approved' | 'paid' | 'rejected';
}

/** A negative row that takes back what another one no longer earns. */
export interface Clawback {
  corrects_id: number;
  commission_type: 'clawback';
  beneficiary_id: number;
  beneficiary_role: BeneficiaryRole;
  /** The premium that earns no more: the term's, less what is kept. */
  base_amount: Money;
  percentage: DecimalText;
  /** Below 0.00. */
  amount: Money;
}

/** What a cancellation within the cooling-off days does to a term's rows. */
export interface CoolingOffCorrection {
  /** Ids of the rows still pending. */
  rejected: number[];
  clawbacks: Clawback[];
}

/** A cancelled term, as far as its commissions depend on it. */
export interface KeptTerm {
  annual_premium: Money;
  /** The premium that stays earned on. */
  kept: Money;
}

export function commissionTypeOf(term: number): EarnedCommissionType {
  if (term === 1) return 'initial';
  return term === 2 ? 'renewal_year1' : 'renewal_recurring';
}

/**
 * The rows of one term, broker first; none of 0.00. Throws a RangeError when the rates have no entry for a
 * beneficiary's role, since nobody may go unpaid in silence.
 */
export function commissionRows(
  term: number,
  annualPremium: Money,
  rates: readonly CommissionRate[],
  beneficiaries: Beneficiaries,
): EarnedCommission[] {
  const type = commissionTypeOf(term);
  const { broker, affiliate } = beneficiaries;
  const manager = broker === null ? null : beneficiaries.manager;
  const earners = [
    ['broker', broker],
    ['manager', manager],
    ['affiliate', affiliate],
  ] as const;
  return earners.flatMap(([role, id]): EarnedCommission[] => {
    if (id === null) return [];
    const rate = rates.find((one) => one.commission_type === type && one.role === role);
    if (!rate) throw new RangeError(`no ${type} commission rate for a ${role}`);
    const amount = percentOf(annualPremium, rate.percentage);
    if (isNothing(amount)) return [];
    return [
      {
        commission_type: type,
        beneficiary_id: id,
        beneficiary_role: role,
        base_amount: annualPremium,
        percentage: rate.percentage,
        amount,
      },
    ];
  });
}

/**
 * What a cancellation after the cooling-off days claws back: of each row of the term that was not rejected,
 * amount × (premium − kept) / premium, rounded half up on the amount without its sign; none of 0.00.
 */
export function clawBackUnearned(rows: readonly StoredCommission[], { annual_premium, kept }: KeptTerm): Clawback[] {
  const lost = subtractMoney(annual_premium, kept);
  return earned(rows)
    .filter((row) => row.status !== 'rejected')
    .map((row) => takeBack(row, lost, money(exact(row.amount).times(lost).dividedBy(annual_premium))))
    .filter((row) => !isNothing(row.amount));
}

/** Within the cooling-off days nothing was ever earned: pending rows are rejected, later ones clawed back whole. */
export function undoWithinCoolingOff(rows: readonly StoredCommission[], annualPremium: Money): CoolingOffCorrection {
  const undone = earned(rows);
  return {
    rejected: undone.filter((row) => row.status === 'pending').map((row) => row.id),
    clawbacks: undone
      .filter((row) => row.status === 'approved' || row.status === 'paid')
      .map((row) => takeBack(row, annualPremium, row.amount)),
  };
}

/** What a cancellation by this rule does to the rows of a term. */
export function takeBackOf(
  rule: CancellationRule,
  rows: readonly StoredCommission[],
  term: KeptTerm,
): CoolingOffCorrection {
  return rule === 'cooling_off'
    ? undoWithinCoolingOff(rows, term.annual_premium)
    : { rejected: [], clawbacks: clawBackUnearned(rows, term) };
}

function earned(rows: readonly StoredCommission[]): StoredCommission[] {
  return rows.filter((row) => row.commission_type !== 'clawback');
}

function takeBack(row: StoredCommission, lost: Money, amount: Money): Clawback {
  return {
    corrects_id: row.id,
    commission_type: 'clawback',
    beneficiary_id: row.beneficiary_id,
    beneficiary_role: row.beneficiary_role,
    base_amount: lost,
    percentage: row.percentage,
    amount: money(exact(amount).negated()),
  };
}

function isNothing(amount: Money): boolean {
  return compareMoney(amount, '0.00') === 0;
}
