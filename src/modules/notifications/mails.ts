import { Injectable, Logger } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { type Assigned, columnsOf, having, insert, set } from '../../platform/database/statements.js';
import { type RowOf } from '../../platform/database/table.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../../platform/event-store/event-store.table.js';
import { MailRefused, MailUnavailable } from '../../platform/mail/mail-error.js';
import { mailMessageId } from '../../platform/mail/mail-message.js';
import { Mailer } from '../../platform/mail/mailer.js';
import { DELIVERY_REDRIVEN } from '../../queues/delivery.events.js';
import { type Letter, type LetterOf } from './letter.js';
import { MAIL } from './mail.table.js';
import { nothingWasSent } from './nothing-was-sent.js';
import { type MailTemplate } from './templates/mail-data.js';
import { renderMail } from './templates/render-mail.js';

/** Somebody else is handing this mail over, or died doing so: come back later. */
export class MailUnderWay extends Error {}

type MailRow = RowOf<typeof MAIL>;
type MailKey = Pick<MailRow, 'event_id' | 'template' | 'recipient'>;
/** A try to hand one mail over; `attempts`, 1 for the first, tells it from one that overtook it. */
type Handover = Pick<MailRow, 'message_id' | 'attempts'>;

/** How long a hand-over may take before it counts as dead; the mailer gives up earlier. */
const HANDOVER_SECONDS = 60;

/** Whether an admin has had a delivery of the mail's event tried again since the mail was last begun. */
const REDRIVEN_SINCE = sql`EXISTS (
  SELECT FROM ${EVENT_DELIVERY} JOIN ${EVENT_STORE} ON ${EVENT_STORE.aggregate_type} = 'delivery'
    AND ${EVENT_STORE.aggregate_id} = ${EVENT_DELIVERY.event_id} || '.' || ${EVENT_DELIVERY.subscriber}
  WHERE ${EVENT_DELIVERY.event_id} = ${MAIL.event_id} AND ${EVENT_STORE.event_type} = ${DELIVERY_REDRIVEN.name}
    AND ${EVENT_STORE.recorded_at} > ${MAIL.sending_at})`;

/**
 * Sends each mail once: one row per (event, template, recipient), written before the mail goes out. Every statement
 * commits by itself, on a connection of the pool and never in the caller's transaction, because a mail cannot be
 * rolled back. Times are the database's real clock.
 */
@Injectable()
export class Mails {
  private readonly logger = new Logger(Mails.name);

  constructor(
    private readonly units: UnitOfWork,
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
    const key = { event_id: eventId, template: letter.template, recipient: letter.recipient };
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
    await this.update(key, { status: 'sent', sent_at: sql`clock_timestamp()`, last_error: null });
  }

  /** Claims the hand-over; undefined where the mail is out already. A refused mail gets another try only by redrive. */
  private async begin(key: MailKey): Promise<Handover | undefined> {
    const { event_id, template, recipient } = key;
    const again = {
      status: 'sending',
      attempts: sql`${MAIL.attempts} + 1`,
      sending_at: sql`clock_timestamp()`,
    } as const;
    const message_id = mailMessageId(event_id, template, recipient, this.mailer.domain);
    const [claimed] = await this.units.queryApart<Handover>(sql`
      ${insert(MAIL, [{ ...key, message_id, status: 'sending' }])}
      ON CONFLICT (${MAIL.event_id.bare}, ${MAIL.template.bare}, ${MAIL.recipient.bare}) DO UPDATE SET ${set(MAIL, again)}
      WHERE (${MAIL.status} = 'sending'
          AND ${MAIL.sending_at} <= clock_timestamp() - make_interval(secs => ${HANDOVER_SECONDS}))
        OR (${MAIL.status} = 'refused' AND ${REDRIVEN_SINCE})
      RETURNING ${columnsOf(MAIL, 'message_id', 'attempts')}`);
    if (claimed) {
      const { attempts } = claimed;
      if (attempts > 1) this.logger.warn({ ...key, attempts }, 'a mail is tried again');
      return claimed;
    }
    const [present] = await this.units.queryApart<MailRow>(
      sql`SELECT ${MAIL.columns} FROM ${MAIL} WHERE ${having(MAIL, key)}`,
    );
    if (present?.status === 'sent') return undefined;
    if (present?.status === 'refused') throw new MailRefused(present.last_error!);
    throw new MailUnderWay(`the ${template} mail is being sent by somebody else, or was when its sender died`);
  }

  /** Notes a try that failed, unless a later one has taken over. */
  private async failed(key: MailKey, { attempts }: Handover, error: unknown): Promise<void> {
    const own = { ...key, status: 'sending', attempts } as const;
    if (error instanceof MailRefused) {
      await this.update(own, { status: 'refused', last_error: error.code });
    } else if (error instanceof MailUnavailable && nothingWasSent(error)) {
      // As if begun long ago: the next try need not wait for an answer that cannot come.
      await this.update(own, { sending_at: '-infinity', last_error: error.code });
    } else {
      await this.update(own, { last_error: error instanceof MailUnavailable ? error.code : 'unknown' });
    }
  }

  private async update(which: Partial<MailRow>, values: Assigned<typeof MAIL>): Promise<void> {
    await this.units.queryApart(sql`UPDATE ${MAIL} SET ${set(MAIL, values)} WHERE ${having(MAIL, which)}`);
  }
}
