import { type MailLanguage } from './format.js';

/** One part of a mail's body; every string is plain text, markup in it is shown as text. */
export type MailBlock =
  | { kind: 'text'; text: string }
  /** The one figure that the mail is about. */
  | { kind: 'figure'; label: string; value: string; note: string }
  | { kind: 'facts'; title?: string; rows: [label: string, value: string][]; total?: [label: string, value: string] }
  | { kind: 'list'; title: string; mark: '+' | '–' | '1'; items: string[] }
  /** What must not be overlooked. */
  | { kind: 'notice'; title: string; text: string };

/** A mail before it takes the form of HTML or plain text. */
export interface MailContent {
  subject: string;
  /** What an inbox shows beside the subject. */
  preheader: string;
  title: string;
  greeting: string;
  blocks: MailBlock[];
  /** Closing words, each a line of its own. */
  closing: string[];
  /** Why the reader gets this mail. */
  footer: string;
}

/** What a template is: its data in, its words in one language out. */
export type MailWords<Data> = Record<MailLanguage, (data: Data) => MailContent>;
