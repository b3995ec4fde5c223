import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { type Actor, RequestContext } from '../../platform/context/request-context.js';
import { sql } from '../../platform/database/sql.js';
import { type RowOf } from '../../platform/database/table.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Users } from '../auth/index.js';
import { FIRST_MAIL } from './first-mail.table.js';
import { PROSPECT } from './prospect.table.js';

/**
 * How many addresses that we have never written to a user may have us write to in a day. It is counted where an address
 * comes into the book: whatever is mailed to it later goes to one that was counted.
 */
@Injectable()
export class FirstMails {
  constructor(
    private readonly units: UnitOfWork,
    private readonly users: Users,
    private readonly context: RequestContext,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Counts an address that this user is about to enter, in the transaction that enters it: undone with it, and of many
   * at once each counts those before it. With the day's last one goes the fact that tells the admins.
   * Answers the refusal, `too_many_first_mails` with the seconds until the company's day ends: whatever else is wrong is told
   * before it, so that nobody learns with a request that cannot succeed whether an address is in the book.
   */
  async count(actor: Actor, email: string): Promise<DomainError | undefined> {
    // What the operator's own commands enter is nobody's to misuse.
    if (this.context.metadata().source === 'cli') return undefined;
    const { COMPANY_TIME_ZONE, FIRST_MAILS_PER_DAY: limit } = this.config;
    const { user_id, day, mails } = FIRST_MAIL;
    const today = FIRST_MAIL.as('excluded').day;
    const zone = sql`${COMPANY_TIME_ZONE}::text`;
    // Nothing where somebody of this address is in the book, who has been written to before.
    const [counted] = await this.units.query<RowOf<typeof FIRST_MAIL> & { seconds_left: number }>(sql`
      INSERT INTO ${FIRST_MAIL} (${user_id.bare}, ${day.bare}, ${mails.bare})
      SELECT ${actor.id}::int, (company_now() AT TIME ZONE ${zone})::date, 1
      WHERE NOT EXISTS (SELECT FROM ${PROSPECT} WHERE ${PROSPECT.email} = ${email})
      ON CONFLICT (${user_id.bare}) DO UPDATE SET
        ${day.bare} = ${today}, ${mails.bare} = CASE WHEN ${day} = ${today} THEN ${mails} + 1 ELSE 1 END
      RETURNING ${FIRST_MAIL.columns},
        ceil(extract(epoch FROM (${day} + 1)::timestamp AT TIME ZONE ${zone} - company_now()))::int AS seconds_left`);
    if (!counted || counted.mails < limit) return undefined;
    if (counted.mails > limit) {
      return new DomainError(
        'too_many_first_mails',
        `You have entered ${limit} e-mail addresses today that we had never written to, and a day has no more. Nothing was changed; ` +
          'people whom we have written to before can be entered still.',
        { retry_after: counted.seconds_left },
      );
    }
    await this.users.change(actor.id, (user, moment) => user.reachFirstMailLimit(counted.day, limit, moment));
    return undefined;
  }
}
