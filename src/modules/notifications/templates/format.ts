import { type TextLanguage } from '../../../kernel/money-text.js';

export { formatMoney, formatSum, withAmountsAs } from '../../../kernel/money-text.js';

/** Languages that mails are written in. */
export type MailLanguage = TextLanguage;

const locale: Record<MailLanguage, string> = { en: 'en-IE', it: 'it-IT' };

/** `'2026-11-24'` → `24 November 2026` or `24 novembre 2026`, a first of the month `1° dicembre 2026`. */
export function formatDate(date: string, language: MailLanguage): string {
  const format = new Intl.DateTimeFormat(locale[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const written = format.format(Date.parse(`${date}T00:00:00Z`));
  return language === 'it' ? written.replace(/^1 /, '1° ') : written;
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
