import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MailRefused, MailUnavailable } from '../../platform/mail/mail-error.js';
import { mailMessageId } from '../../platform/mail/mail-message.js';
import { Mailer } from '../../platform/mail/mailer.js';
import { type Letter, type LetterOf } from './letter.js';
import { nothingWasSent } from './nothing-was-sent.js';
import { type MailTemplate } from './templates/mail-data.js';
import { renderMail } from './templates/render-mail.js';

/** Somebody else is handing this mail over, or died doing so: come back later. */
export class MailUnderWay extends Error {}

/** A try to hand one mail over. */
interface Handover {
  message_id: string;
  /** 1 for the first; tells this try from one that overtook it. */
  attempts: number;
}

interface MailKey {
  eventId: string;
  template: string;
  recipient: string;
}

/** How long a hand-over may take before it counts as dead; the mailer gives up earlier. */
const HANDOVER_SECONDS = 60;

/**
 * Sends each mail once: one row per (event, template, recipient), written before the mail goes out. Every statement
 * commits by itself, on a connection of the pool and never in the caller's transaction, because a mail cannot be
 * rolled back. Times are the database's real clock.
 */
@Injectable()
export class Mails {
  private readonly logger = new Logger(Mails.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly mailer: Mailer,
  ) {}

  /**
   * Sends what has not been sent yet. One that fails does not keep the others from going out; then its error is
   * thrown: {@link MailUnavailable} or {@link MailUnderWay} where a later call may succeed, else {@link MailRefused}.
   */
  async deliverAll(eventId: string, letters: readonly Letter[], signal?: AbortSignal): Promise<void> {
    let failure: Error | undefined;
    for (const letter of letters) {
      signal?.throwIfAborted();
      try {
        await this.deliver(eventId, letter);
      } catch (error) {
        if (failure === undefined || failure instanceof MailRefused) failure = error as Error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  /**
   * Resolves when the mail has gone out, now or earlier. One that may have gone out unnoticed is sent again after a
   * minute, with the same Message-ID. @throws MailRefused for good, MailUnavailable or MailUnderWay for now
   */
  async deliver<T extends MailTemplate>(eventId: string, letter: LetterOf<T>): Promise<void> {
    const key = { eventId, template: letter.template, recipient: letter.recipient };
    const rendered = renderMail(letter.template, letter.language, letter.data);
    const handover = await this.begin(key);
    if (!handover) return;
    try {
      await this.mailer.send({
        ...rendered,
        messageId: handover.message_id,
        to: letter.address,
        language: letter.language,
        attachments: letter.attachments,
      });
    } catch (error) {
      await this.failed(key, handover, error);
      throw error;
    }
    await this.update(key, `status = 'sent', sent_at = clock_timestamp(), last_error = NULL`);
  }

  /** Claims the hand-over; undefined where the mail is out already. A refused mail gets another try only by redrive. */
  private async begin(key: MailKey): Promise<Handover | undefined> {
    const { eventId, template, recipient } = key;
    const [claimed] = await this.dataSource.query<Handover[]>(
      `INSERT INTO mail AS present (event_id, template, recipient, message_id, status)
       VALUES ($1, $2, $3, $4, 'sending')
       ON CONFLICT (event_id, template, recipient) DO UPDATE
         SET status = 'sending', attempts = present.attempts + 1, sending_at = clock_timestamp()
         WHERE (present.status = 'sending' AND present.sending_at <= clock_timestamp() - make_interval(secs => $5))
            OR (present.status = 'refused' AND EXISTS (
                 SELECT FROM event_delivery owed JOIN event_store fact
                     ON fact.aggregate_type = 'delivery' AND fact.aggregate_id = owed.event_id || '.' || owed.subscriber
                 WHERE owed.event_id = present.event_id AND fact.event_type = 'DeliveryRedriven' AND fact.recorded_at > present.sending_at))
       RETURNING message_id, attempts`,
      [eventId, template, recipient, mailMessageId(eventId, template, recipient, this.mailer.domain), HANDOVER_SECONDS],
    );
    if (claimed) {
      const { attempts } = claimed;
      if (attempts > 1) this.logger.warn({ event_id: eventId, template, recipient, attempts }, 'a mail is tried again');
      return claimed;
    }
    const [present] = await this.dataSource.query<{ status: string; last_error: string }[]>(
      'SELECT status, last_error FROM mail WHERE event_id = $1 AND template = $2 AND recipient = $3',
      [eventId, template, recipient],
    );
    if (present?.status === 'sent') return undefined;
    if (present?.status === 'refused') throw new MailRefused(present.last_error);
    throw new MailUnderWay(`the ${template} mail is being sent by somebody else, or was when its sender died`);
  }

  /** Notes a try that failed, unless a later one has taken over. */
  private async failed(key: MailKey, { attempts }: Handover, error: unknown): Promise<void> {
    const own = `status = 'sending' AND attempts = ${attempts}`;
    if (error instanceof MailRefused) {
      await this.update(key, `status = 'refused', last_error = $4`, own, error.code);
    } else if (error instanceof MailUnavailable && nothingWasSent(error)) {
      // As if begun long ago: the next try need not wait for an answer that cannot come.
      await this.update(key, `sending_at = '-infinity', last_error = $4`, own, error.code);
    } else {
      await this.update(key, 'last_error = $4', own, error instanceof MailUnavailable ? error.code : 'unknown');
    }
  }

  private async update(key: MailKey, set: string, condition = 'true', ...values: string[]): Promise<void> {
    await this.dataSource.query(
      `UPDATE mail SET ${set} WHERE event_id = $1 AND template = $2 AND recipient = $3 AND ${condition}`,
      [key.eventId, key.template, key.recipient, ...values],
    );
  }
}
