import { Inject } from '@nestjs/common';
import { Letters, Mails, type Letter, type Skipped } from '../../modules/notifications/index.js';
import { MailRefused } from '../../platform/mail/mail-error.js';
import { Hopeless } from '../../queues/delivery-runner.js';
import { Saga } from '../../queues/saga.js';

/** What a mail saga leaves with its delivery. */
export type MailOutcome = { mails: number } | Skipped;

/** A saga whose effect is mails: they go out before its transaction, each at most once however often that is tried. */
export abstract class MailSaga extends Saga {
  @Inject(Letters) protected readonly letters: Letters;
  @Inject(Mails) private readonly mails: Mails;

  /** Sends one or several letters. @throws Hopeless where a recipient is refused for good */
  protected async send(
    event: { event_id: string },
    signal: AbortSignal,
    owed: Letter | Letter[] | Skipped,
  ): Promise<MailOutcome> {
    if ('skipped' in owed) return owed;
    const letters = [owed].flat();
    try {
      await this.mails.deliverAll(event.event_id, letters, signal);
    } catch (error) {
      throw error instanceof MailRefused ? new Hopeless(error.message) : error;
    }
    return { mails: letters.length };
  }
}
