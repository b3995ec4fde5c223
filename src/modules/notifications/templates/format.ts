import { type Money } from '../../../kernel/money.js';

/** Languages that mails are written in. */
export type MailLanguage = 'en' | 'it';

const locale: Record<MailLanguage, string> = { en: 'en-IE', it: 'it-IT' };

/** `'1201.15'` → `€1,201.15` or `1.201,15 €`. The text goes to Intl as it is, never through a float. */
export function formatMoney(amount: Money, language: MailLanguage): string {
  const format = new Intl.NumberFormat(locale[language], {
    style: 'currency', currency: 'EUR', minimumFractionDigits: 2, useGrouping: 'always',
  });
  return format.format(amount as Intl.StringNumericLiteral);
}

/** A round sum without cents, a broken one with them: `'250000.00'` → `€250,000` or `250.000 €`. */
export function formatSum(amount: Money, language: MailLanguage): string {
  return formatMoney(amount, language).replace(/[.,]00(?!\d)/, '');
}

/** `'2026-11-24'` → `24 November 2026` or `24 novembre 2026`. */
export function formatDate(date: string, language: MailLanguage): string {
  const format = new Intl.DateTimeFormat(locale[language], {
    day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC',
  });
  return format.format(Date.parse(`${date}T00:00:00Z`));
}

/** A factor of the premium, `'1.35'` → `× 1.35` or `× 1,35`, at least two decimals. */
export function formatFactor(factor: string, language: MailLanguage): string {
  const format = new Intl.NumberFormat(locale[language], { minimumFractionDigits: 2, maximumFractionDigits: 4 });
  return `× ${format.format(factor as Intl.StringNumericLiteral)}`;
}

/** One visible line: control, line-break and text-direction characters become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
