import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Sessions } from '../sessions.js';
import { type SignedIn } from '../signed-in.js';

/** Ends the session that the request came with. */
export class LogOut extends Command<void> {
  constructor(readonly actor: SignedIn) {
    super();
  }
}

@CommandHandler(LogOut)
export class LogOutHandler implements ICommandHandler<LogOut> {
  constructor(private readonly sessions: Sessions) {}

  async execute({ actor }: LogOut): Promise<void> {
    await this.sessions.revoke(actor.id, { only: actor.session_id }, 'logged_out');
  }
}
