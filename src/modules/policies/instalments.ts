import { splitMoney, type Money } from '../../kernel/money.js';
import { dueDates, type IsoDate } from '../../kernel/term.js';

const INSTALMENTS_A_YEAR = 12;

/** One monthly payment of a term's premium as planned. */
export interface PlannedInstalment {
  /** 1 to 12 within the term. */
  number: number;
  due_date: IsoDate;
  amount: Money;
}

/** Twelve instalments that add up to the annual premium exactly; the first falls due on the term's first day. */
export function paymentPlan(annualPremium: Money, start: IsoDate): PlannedInstalment[] {
  const amounts = splitMoney(annualPremium, INSTALMENTS_A_YEAR);
  return dueDates(start, INSTALMENTS_A_YEAR).map((due_date, index) => ({
    number: index + 1, due_date, amount: amounts[index]!,
  }));
}
