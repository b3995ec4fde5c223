import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { BackgroundWork } from '../background-work.js';
import { Users } from '../../users/users.js';

/** More than that is somebody filling a mailbox. */
const MOST_REQUESTS = 3;
const WITHIN = `interval '15 minutes'`;

/** Asks for a mail with a reset token. The answer comes before anything is looked up, the same for every address. */
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
      if (!user?.is_active) return;
      await this.units.run(async () => {
        // Under the lock: of many at once each counts those before it.
        await this.units.queryText('SELECT FROM app_user WHERE id = $1 FOR UPDATE', [user.id]);
        if ((await this.recentRequests(user.id)) >= MOST_REQUESTS) return;
        await this.users.change(user.id, (one, moment) => one.requestPasswordReset(moment));
      });
    });
  }

  private async recentRequests(userId: number): Promise<number> {
    const [row] = await this.units.queryText<{ count: number }>(
      `SELECT count(*) AS count FROM event_store WHERE aggregate_type = 'user' AND aggregate_id = $1
         AND event_type = 'UserPasswordResetRequested' AND recorded_at > clock_timestamp() - ${WITHIN}`,
      [String(userId)],
    );
    return row!.count;
  }
}
