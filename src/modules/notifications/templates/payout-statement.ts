import { sumMoney } from '../../../kernel/money.js';
import { day } from '../../../kernel/italian.js';
import { formatDate, formatMoney, type MailLanguage } from './format.js';
import { type MailBlock, type MailWords } from './mail-content.js';
import { type PayoutStatementData } from './mail-data.js';

type LineKind = PayoutStatementData['lines'][number]['commissionType'];

/** More lines than a reader goes through in a mail are told as one sum. */
const MOST_LINES = 60;

const kinds: Record<MailLanguage, Record<LineKind, string>> = {
  en: {
    initial: 'first year',
    renewal_year1: 'first renewal',
    renewal_recurring: 'renewal',
    clawback: 'taken back after cancellation',
  },
  it: {
    initial: 'prima annualità',
    renewal_year1: 'primo rinnovo',
    renewal_recurring: 'rinnovo',
    clawback: 'storno per annullamento',
  },
};

/** To whoever earns: what a payout brings, line by line. */
export const payoutStatement: MailWords<PayoutStatementData> = {
  en: (data) => ({
    subject: `Your commission statement, payout ${data.payoutId}`,
    preheader: `${formatMoney(data.total, 'en')} for ${data.lines.length === 1 ? 'one commission' : `${data.lines.length} commissions`}.`,
    title: 'Your commissions are paid',
    greeting: `Hello ${data.beneficiaryName},`,
    blocks: [
      {
        kind: 'text',
        text:
          `Payout ${data.payoutId} of ${formatDate(data.paidOn, 'en')} includes you. ` +
          'This is what you get and what it is made of.',
      },
      {
        kind: 'figure',
        label: 'Paid to you',
        value: formatMoney(data.total, 'en'),
        note: `Payout ${data.payoutId}, ${formatDate(data.paidOn, 'en')}`,
      },
      lines(data, 'en', 'Commissions', 'Total', (count) => `${count} further commissions`),
      ...notice(
        data,
        'A line below zero',
        'It takes back the part of a commission that is no longer earned, because the policy was cancelled.',
      ),
      {
        kind: 'text',
        text:
          'The explanation of each commission, from the premium to the cent, is in the system under its policy number. ' +
          'If a line looks wrong, please tell your manager.',
      },
    ],
    closing: ['Kind regards,', data.companyName],
    footer: `You receive this e-mail because you earn commissions at ${data.companyName}.`,
  }),
  it: (data) => ({
    subject: `Il suo estratto provvigioni, pagamento ${data.payoutId}`,
    preheader: `${formatMoney(data.total, 'it')} per ${data.lines.length === 1 ? 'una provvigione' : `${data.lines.length} provvigioni`}.`,
    title: 'Le sue provvigioni sono state pagate',
    greeting: `Gentile ${data.beneficiaryName},`,
    blocks: [
      {
        kind: 'text',
        text:
          `il pagamento ${data.payoutId} ${day('del', formatDate(data.paidOn, 'it'))} la riguarda. ` +
          'Ecco quanto riceve e da che cosa è composto.',
      },
      {
        kind: 'figure',
        label: 'Pagato a lei',
        value: formatMoney(data.total, 'it'),
        note: `Pagamento ${data.payoutId}, ${formatDate(data.paidOn, 'it')}`,
      },
      lines(data, 'it', 'Provvigioni', 'Totale', (count) => `Altre ${count} provvigioni`),
      ...notice(
        data,
        'Una riga sotto zero',
        'Storna la parte di provvigione non più maturata, perché la polizza è stata annullata.',
      ),
      {
        kind: 'text',
        text:
          'La spiegazione di ogni provvigione, dal premio al centesimo, è nel sistema sotto il numero di polizza. ' +
          'Se una riga non le torna, lo dica al suo responsabile.',
      },
    ],
    closing: ['Cordiali saluti,', data.companyName],
    footer: `Riceve questa e-mail perché matura provvigioni presso ${data.companyName}.`,
  }),
};

function lines(
  data: PayoutStatementData,
  language: MailLanguage,
  title: string,
  total: string,
  further: (count: number) => string,
): MailBlock {
  const told = data.lines.slice(0, MOST_LINES);
  const untold = data.lines.slice(MOST_LINES);
  const rows = told.map(({ policyNumber, commissionType, amount }): [string, string] => [
    `${policyNumber}, ${kinds[language][commissionType]}`,
    formatMoney(amount, language),
  ]);
  if (untold.length > 0) {
    rows.push([further(untold.length), formatMoney(sumMoney(untold.map(({ amount }) => amount)), language)]);
  }
  return { kind: 'facts', title, rows, total: [total, formatMoney(data.total, language)] };
}

function notice(data: PayoutStatementData, title: string, text: string): MailBlock[] {
  return data.lines.some(({ amount }) => amount.startsWith('-')) ? [{ kind: 'notice', title, text }] : [];
}
