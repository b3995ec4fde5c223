import { createHash } from 'node:crypto';
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
  /** A bare address, `name@host`. */
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments?: MailAttachment[];
  /** BCP 47 tag of the content: `en`, `it`. */
  language?: string;
}

/**
 * The Message-ID (RFC 5322 §3.6.4) of the mail that this event owes this recipient: always the same for the
 * same three, and a digest, so that it tells nothing about the recipient. `domain` is {@link mailDomain}.
 */
export function mailMessageId(eventId: string, template: string, recipient: string, domain: string): string {
  const key = JSON.stringify([eventId, template, recipient.trim().toLowerCase()]);
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

/** The host of a sender, `no-reply@example.org` or `Name <no-reply@example.org>`. Throws if there is none. */
export function mailDomain(from: string): string {
  const domain = /@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)>?$/.exec(from.trim())?.[1];
  if (!domain || hasControl(from)) throw new Error('MAIL_FROM must be an address: name@host or Name <name@host>');
  return domain.toLowerCase();
}

/**
 * Lets nothing through that could become a second header or a second recipient. An address or id that is not
 * exactly one throws {@link MailRefused}; in the subject and file names, control characters become spaces.
 */
export function safeMessage(message: MailMessage): MailMessage {
  if (!/^<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>$/.test(message.messageId)) throw new MailRefused('invalid_message_id');
  if (!isOneAddress(message.to)) throw new MailRefused('invalid_recipient');
  return {
    ...message,
    subject: oneLine(message.subject),
    attachments: (message.attachments ?? []).map((file) => ({
      filename: oneLine(file.filename).replace(/[/\\]/g, '_'),
      content: file.content,
      contentType: oneLine(file.contentType),
    })),
  };
}

function isOneAddress(address: string): boolean {
  return address.length <= 254 && !hasControl(address) && /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/.test(address);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}
