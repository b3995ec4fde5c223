import { splitMoney, type Money } from '../../kernel/money.js';
import { addDays, dueDates, type IsoDate } from '../../kernel/term.js';

const INSTALMENTS_A_YEAR = 12;
/** Days that a reminder leaves to pay, however long an instalment has been due. */
const DAYS_TO_PAY = 7;

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
    number: index + 1,
    due_date,
    amount: amounts[index]!,
  }));
}

/** The day on which a policy is cancelled for an unpaid instalment, when its reminder goes out on `remindedOn`. */
export function lapseDay(dueDate: IsoDate, lapseAfterDays: number, remindedOn: IsoDate): IsoDate {
  const lapse = addDays(dueDate, lapseAfterDays);
  const earliest = addDays(remindedOn, DAYS_TO_PAY);
  return lapse > earliest ? lapse : earliest;
}

/** An instalment still unpaid is reminded of on this day. */
export function reminderDay(dueDate: IsoDate): IsoDate {
  return addDays(dueDate, 1);
}
