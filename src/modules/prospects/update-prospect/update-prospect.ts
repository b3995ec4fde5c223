import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { FirstMails } from '../first-mails.js';
import { type ProspectDetails, type ProspectState } from '../prospect.table.js';
import { checkedDetails, deliveredTo, detailsOf } from '../prospect-details.js';
import { Prospects } from '../prospects.js';

/** Changes the named details, on the version that the caller read where one is given. */
export class UpdateProspect extends Command<ProspectState> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
    readonly details: Partial<ProspectDetails>,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(UpdateProspect)
export class UpdateProspectHandler implements ICommandHandler<UpdateProspect> {
  constructor(
    private readonly prospects: Prospects,
    private readonly firstMails: FirstMails,
  ) {}

  async execute({ actor, id, details, precondition }: UpdateProspect): Promise<ProspectState> {
    await this.prospects.see(actor, 'update', id);
    const tooMany =
      details.email === undefined ? undefined : await this.firstMails.count(actor, deliveredTo(details.email));
    const changed = await this.prospects.change(id, (prospect, moment) => {
      mustStandAt(precondition, prospect.version);
      const checked = checkedDetails({ ...detailsOf(prospect.state), ...details }, moment.today);
      if (tooMany) throw tooMany;
      prospect.update(checked, moment);
    });
    return changed.state;
  }
}
