import { type MailAttachment } from '../../platform/mail/mail-message.js';
import { type ProspectToWriteTo } from './correspondents.js';
import { type MailLanguage } from './templates/format.js';
import { type MailData, type MailTemplate } from './templates/mail-data.js';

/** One mail before it is rendered: to whom, in which words, about what. */
export interface LetterOf<Template extends MailTemplate> {
  template: Template;
  /** `prospect:12` or `user:3`: what is kept about the mail, never an address. */
  recipient: `prospect:${number}` | `user:${number}`;
  address: string;
  language: MailLanguage;
  data: MailData[Template];
  attachments?: MailAttachment[];
}

export type Letter = { [Template in MailTemplate]: LetterOf<Template> }[MailTemplate];

/** Why there is nobody to write to, or nothing left to say. */
export interface Skipped {
  skipped: string;
}

export const PROSPECT_DELETED: Skipped = { skipped: 'prospect deleted' };

/** A letter in the prospect's language to the prospect's address. */
export function toProspect<Template extends MailTemplate>(
  template: Template,
  { id, email, language }: ProspectToWriteTo,
  data: LetterOf<Template>['data'],
): LetterOf<Template> {
  return { template, recipient: `prospect:${id}`, address: email, language, data };
}
