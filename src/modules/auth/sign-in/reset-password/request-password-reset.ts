import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OwnTransactions } from '../../../../platform/database/own-transactions.js';
import { sql } from '../../../../platform/database/sql.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { EVENT_STORE } from '../../../../platform/event-store/event-store.table.js';
import { BackgroundWork } from '../background-work.js';
import { USER_PASSWORD_RESET_REQUESTED } from '../../users/user.events.js';
import { USER } from '../../users/user.table.js';
import { Users } from '../../users/users.js';

/** More than that is somebody filling a mailbox. */
const MOST_REQUESTS = 3;
const WITHIN_MINUTES = 15;

/** Asks for a mail with a reset token. The answer comes before anything is looked up, the same for every address. */
@OwnTransactions('what it writes is written after the answer')
export class RequestPasswordReset extends Command<void> {
  constructor(readonly email: string) {
    super();
  }
}

@CommandHandler(RequestPasswordReset)
export class RequestPasswordResetHandler implements ICommandHandler<RequestPasswordReset> {
  constructor(
    private readonly users: Users,
    private readonly units: UnitOfWork,
    private readonly background: BackgroundWork,
  ) {}

  async execute({ email }: RequestPasswordReset): Promise<void> {
    this.background.run(async () => {
      const user = await this.users.findByEmail(email);
      if (!user?.state.is_active) return;
      await this.units.run(async () => {
        // Under the lock: of many at once each counts those before it.
        await this.units.query(sql`SELECT FROM ${USER} WHERE ${USER.id} = ${user.id} FOR UPDATE`);
        if ((await this.recentRequests(user.id)) >= MOST_REQUESTS) return;
        await this.users.change(user.id, (one, moment) => one.requestPasswordReset(moment));
      });
    });
  }

  private async recentRequests(userId: number): Promise<number> {
    const { aggregate_type, aggregate_id, event_type, recorded_at } = EVENT_STORE;
    const [row] = await this.units.query<{ count: number }>(sql`
      SELECT count(*) AS count FROM ${EVENT_STORE}
      WHERE ${aggregate_type} = ${this.users.aggregateType} AND ${aggregate_id} = ${String(userId)}
        AND ${event_type} = ${USER_PASSWORD_RESET_REQUESTED.name}
        AND ${recorded_at} > clock_timestamp() - make_interval(mins => ${WITHIN_MINUTES})`);
    return row!.count;
  }
}
