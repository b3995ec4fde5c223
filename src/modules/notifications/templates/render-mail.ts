import { deliveryDied } from './delivery-died.js';
import { firstMailLimit } from './first-mail-limit.js';
import { oneLine, type MailLanguage } from './format.js';
import { htmlMail } from './html-layout.js';
import { type MailWords } from './mail-content.js';
import { type MailData, type MailTemplate } from './mail-data.js';
import { instalmentReminder } from './instalment-reminder.js';
import { newProspect } from './new-prospect.js';
import { passwordReset } from './password-reset.js';
import { policyCancelled } from './policy-cancelled.js';
import { payoutStatement } from './payout-statement.js';
import { policyConfirmation } from './policy-confirmation.js';
import { quote } from './quote.js';
import { renewalDue } from './renewal-due.js';
import { renewalReminder } from './renewal-reminder.js';
import { textMail } from './text-layout.js';
import { noReply } from './words.js';
import { welcome } from './welcome.js';

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  /** Who reads the answers; without it the words ask for none. */
  replyTo?: string;
}

const templates: { [T in MailTemplate]: MailWords<MailData[T]> } = {
  welcome,
  'new-prospect': newProspect,
  quote,
  'policy-confirmation': policyConfirmation,
  'password-reset': passwordReset,
  'policy-cancelled': policyCancelled,
  'renewal-reminder': renewalReminder,
  'renewal-due': renewalDue,
  'instalment-reminder': instalmentReminder,
  'payout-statement': payoutStatement,
  'delivery-died': deliveryDied,
  'first-mail-limit': firstMailLimit,
};

/** One mail in one language. Pure; a value in `data` is shown as it is, on one line, never as markup. */
export function renderMail<T extends MailTemplate>(
  template: T,
  language: MailLanguage,
  data: MailData[T],
): RenderedMail {
  const shown = onOneLine(data);
  const content = templates[template][language](shown);
  const replyTo = 'broker' in shown ? shown.broker?.email : undefined;
  if (!replyTo) content.footer += ` ${noReply[language]}`;
  return {
    subject: content.subject,
    replyTo,
    text: textMail(content, shown.companyName),
    html: htmlMail(content, shown.companyName, language),
  };
}

/** A line break in a name would otherwise start a paragraph of its own in the plain text. */
function onOneLine<Value>(value: Value): Value {
  if (typeof value === 'string') return oneLine(value) as Value;
  if (Array.isArray(value)) return value.map(onOneLine) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, onOneLine(inner)])) as Value;
}
