import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { type ProspectState, type ProspectStatus } from '../prospect.table.js';
import { Prospects } from '../prospects.js';

export class ChangeProspectStatus extends Command<ProspectState> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
    readonly status: ProspectStatus,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(ChangeProspectStatus)
export class ChangeProspectStatusHandler implements ICommandHandler<ChangeProspectStatus> {
  constructor(private readonly prospects: Prospects) {}

  async execute({ actor, id, status, precondition }: ChangeProspectStatus): Promise<ProspectState> {
    await this.prospects.see(actor, 'update', id);
    const changed = await this.prospects.change(id, (prospect, moment) => {
      mustStandAt(precondition, prospect.version);
      prospect.setStatus(status, moment);
    });
    return changed.state;
  }
}
