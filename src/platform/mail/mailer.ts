import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { failpoint } from '../faults/failpoint.js';
import { mailError } from './mail-error.js';
import { writeMail } from './mail-folder.js';
import { mailSender, safeMessage, type MailMessage } from './mail-message.js';

/** Injection token of {@link MailConfig}. */
export const MAIL_CONFIG = Symbol('MAIL_CONFIG');

export interface MailConfig {
  /**
   * `smtp://user:password@host:587` (STARTTLS where the server offers it; `?requireTLS=true` insists) or
   * `smtps://host:465`. Without it, mails become files in `folder`. Query parameters are nodemailer's SMTP
   * options and win over the time-outs below.
   */
  smtpUrl?: string;
  /** Sender of every mail: `Name <no-reply@example.org>`. */
  from: string;
  /** Where `.eml` files go when there is no `smtpUrl`; made if missing. */
  folder: string;
}

/** A mail row is sent again after 60 s; a hand-over still running by then would double the mail. */
const HANDOVER_LIMIT_MS = 50_000;

/** Hands mails to an SMTP server, or to a folder where there is none. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  /** Host of the sender, for `mailMessageId`. */
  readonly domain: string;
  private readonly sender;
  private readonly pool;
  private readonly composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  constructor(@Inject(MAIL_CONFIG) private readonly config: MailConfig) {
    this.sender = mailSender(config.from);
    this.domain = this.sender.address.split('@')[1]!;
    this.pool = config.smtpUrl ? smtpPool(config.smtpUrl) : undefined;
  }

  /**
   * Resolves when the server has taken the mail (250 after DATA) or the file is on disk. Throws `MailRefused`
   * (final) or `MailUnavailable` (try again with the same message id); nothing is retried here.
   */
  async send(message: MailMessage): Promise<void> {
    failpoint('mail.sending');
    try {
      const mail = this.compose(safeMessage(message));
      if (this.pool) {
        await this.pool.sendMail({ ...mail, signal: AbortSignal.timeout(HANDOVER_LIMIT_MS) });
      } else {
        const { message: content } = await this.composer.sendMail(mail);
        await writeMail(this.config.folder, message.messageId, content as Buffer);
      }
    } catch (error) {
      throw mailError(error);
    }
    failpoint('mail.handed-over');
  }

  /** Closes idle connections at once, busy ones after their mail. */
  onApplicationShutdown(): void {
    this.pool?.close();
  }

  private compose({ language, to, replyTo, ...mail }: MailMessage) {
    return {
      ...mail,
      from: this.sender,
      to: { name: '', address: to },
      ...(replyTo && { replyTo: { name: '', address: replyTo } }),
      headers: {
        'Auto-Submitted': 'auto-generated',
        // Not `All`: a report that it could not be delivered is welcome.
        'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
        ...(language && /^[A-Za-z0-9-]+$/.test(language) ? { 'Content-Language': language } : {}),
      },
    };
  }
}

/** No requeueing: every retry is a row in the database, and one made here could double a mail. */
function smtpPool(url: string) {
  return createTransport({
    url,
    pool: true,
    maxConnections: 3,
    maxRequeues: 0,
    // A reused connection hides the server's 421 behind a bare ECONNECTION, which would cost a minute of doubt.
    maxMessages: 1,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 30_000,
    dnsTimeout: 5_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
