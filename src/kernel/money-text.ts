import { type Money } from './money.js';

/** Languages that people are written to in. */
export type TextLanguage = 'en' | 'it';

/** Made once: a format takes longer to make than a hundred amounts to write. */
const FORMATS: Record<TextLanguage, Intl.NumberFormat> = { en: inEuro('en-IE'), it: inEuro('it-IT') };

/** `'1201.15'` → `€1,201.15` or `1.201,15 €`, no break before the sign. The text goes to Intl as it is, never through a float. */
export function formatMoney(amount: Money, language: TextLanguage): string {
  return FORMATS[language].format(amount as Intl.StringNumericLiteral);
}

/** A round sum without cents, a broken one with them: `'250000.00'` → `€250,000` or `250.000 €`. */
export function formatSum(amount: Money, language: TextLanguage): string {
  return formatMoney(amount, language).replace(/[.,]00(?!\d)/, '');
}

/** Before or behind, so that no number without it is taken for an amount. */
const AMOUNT = /(?:(?:€|\bEUR)\s?)(\d[\d.,]*\d|\d)|(\d[\d.,]*\d|\d)\s?(?:€|EUR\b|euros?\b)/gi;

/** A text in which every amount takes the form of {@link formatSum}, however it is written: `750.000,00 EUR` → `€750,000`. */
export function withAmountsAs(language: TextLanguage, text: string): string {
  return text.replace(AMOUNT, (written: string, before?: string, behind?: string) => {
    const [, whole, cents = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(before ?? behind!)!;
    const euros = whole!.replace(/[.,]/g, '');
    return euros.length > 12 ? written : formatSum(`${euros}.${cents.padEnd(2, '0')}`, language);
  });
}

function inEuro(locale: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: 2,
    useGrouping: 'always',
  } as Intl.NumberFormatOptions);
}
