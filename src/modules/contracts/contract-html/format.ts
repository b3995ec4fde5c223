import { Temporal } from 'temporal-polyfill';
import { type Money } from '../../../kernel/money.js';
import { type Language } from '../../prospects/index.js';

// Written out rather than left to Intl, whose output changes with the ICU data of the runtime: the same contract
// must come out the same on every machine.
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const NO_BREAK_SPACE = '\u00a0';

/** How one language writes numbers, amounts and dates. */
export interface Format {
  /** `'1201.15'` → `€1,201.15` / `1.201,15 €`; whole amounts keep their cents. */
  money(amount: Money): string;
  /** A round sum without cents, a broken one with them: `'250000.00'` → `€250,000` / `250.000 €`. */
  sum(amount: Money): string;
  /** `'1.1000'` → `× 1.10` / `× 1,10`: at least two decimals, as many as count. */
  factor(value: string): string;
  /** `'2026-11-24'` → `24 November 2026` / `24/11/2026`. */
  date(date: string): string;
  /** An instant, in the time zone: `24 November 2026, 10:15 (Europe/Rome)`. */
  instant(instant: string, timeZone: string): string;
}

export const FORMATS: Record<Language, Format> = {
  en: format('.', ',', (amount) => `€${amount}`, longDate),
  it: format(',', '.', (amount) => `${amount}${NO_BREAK_SPACE}€`, numericDate),
};

function format(
  decimal: string,
  thousands: string,
  withCurrency: (amount: string) => string,
  date: (date: Temporal.PlainDate) => string,
): Format {
  const decimals = (value: string, least: number): string => {
    const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
    return `${grouped}${decimal}${fraction.replace(/0+$/, '').padEnd(least, '0')}`;
  };
  const money = (amount: Money): string => (amount.startsWith('-') ? '−' : '') + withCurrency(decimals(amount, 2));
  return {
    money,
    sum: (amount) => money(amount).replace(`${decimal}00`, ''),
    factor: (value) => `×${NO_BREAK_SPACE}${decimals(value, 2)}`,
    date: (text) => date(Temporal.PlainDate.from(text)),
    instant: (text, timeZone) => {
      const local = Temporal.Instant.from(text).toZonedDateTimeISO(timeZone);
      return `${date(local.toPlainDate())}, ${two(local.hour)}:${two(local.minute)} (${timeZone})`;
    },
  };
}

function longDate({ day, month, year }: Temporal.PlainDate): string {
  return [day, MONTHS[month - 1], year].join(NO_BREAK_SPACE);
}

function numericDate({ day, month, year }: Temporal.PlainDate): string {
  return `${two(day)}/${two(month)}/${year}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
