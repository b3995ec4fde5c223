import { createHash } from 'node:crypto';
import { emailAddress } from '../../kernel/email-address.js';
import { MailRefused } from './mail-error.js';

export interface MailAttachment {
  filename: string;
  content: Buffer;
  /** Media type: `application/pdf`. */
  contentType: string;
}

/** One mail to one recipient. */
export interface MailMessage {
  /** From {@link mailMessageId}; the same mail sent again carries the same id. */
  messageId: string;
  /** One address that {@link emailAddress} takes. */
  to: string;
  /** Who gets the answers, a bare address; without it the sender does. */
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
  attachments?: MailAttachment[];
  /** BCP 47 tag of the content: `en`, `it`. */
  language?: string;
}

/**
 * The Message-ID (RFC 5322 §3.6.4) of the mail that this event owes this recipient: always the same for the
 * same three, and a digest, so that it tells nothing about the recipient. `domain` is the sender's.
 */
export function mailMessageId(eventId: string, template: string, recipient: string, domain: string): string {
  const key = JSON.stringify([eventId, template, recipient.trim().toLowerCase()]);
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

/** The sender that `no-reply@example.org` or `Name <no-reply@example.org>` names. Throws where that is none. */
export function mailSender(from: string): { name: string; address: string } {
  const [, name = '', bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(from.trim()) ?? [];
  const address = emailAddress(bracketed ?? from);
  if (!address || hasControl(from))
    throw new Error('must be one e-mail address: name@example.org or Name <name@example.org>');
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
}

/**
 * Lets nothing through that could become a second header or a second recipient. An address or id that is not
 * exactly one throws {@link MailRefused}; in the subject and file names, control characters become spaces.
 */
export function safeMessage(message: MailMessage): MailMessage {
  const to = emailAddress(message.to);
  if (!/^<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>$/.test(message.messageId)) throw new MailRefused('invalid_message_id');
  // The door lets in no other; but what it let in before it knew this rule is still there.
  if (to === undefined) throw new MailRefused('invalid_recipient');
  if (message.replyTo !== undefined && emailAddress(message.replyTo) === undefined)
    throw new MailRefused('invalid_reply_to');
  return {
    ...message,
    to,
    subject: oneLine(message.subject),
    attachments: (message.attachments ?? []).map((file) => ({
      filename: oneLine(file.filename).replace(/[/\\]/g, '_'),
      content: file.content,
      contentType: oneLine(file.contentType),
    })),
  };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}
