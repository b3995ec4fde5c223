import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, type FieldError, invalidFields } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { scopeOf, Users } from '../../auth/index.js';
import { type ProspectState } from '../prospect.table.js';
import { Prospects } from '../prospects.js';

export class AssignProspect extends Command<ProspectState> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
    readonly brokerId: number,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(AssignProspect)
export class AssignProspectHandler implements ICommandHandler<AssignProspect> {
  constructor(
    private readonly prospects: Prospects,
    private readonly users: Users,
  ) {}

  async execute({ actor, id, brokerId, precondition }: AssignProspect): Promise<ProspectState> {
    await this.prospects.see(actor, 'assign', id);
    const unfit = await notAssignable(this.users, actor, brokerId, 'broker_id');
    if (unfit.length > 0) throw invalidFields(unfit);
    const assigned = await this.prospects.change(id, (prospect, moment) => {
      mustStandAt(precondition, prospect.version);
      prospect.assign(brokerId, moment);
    });
    return assigned.state;
  }
}

/** A prospect goes to an active user who may sell. @throws forbidden where a manager assigns beyond the team */
export async function notAssignable(
  users: Users,
  actor: Actor,
  brokerId: number,
  field: string,
): Promise<FieldError[]> {
  const broker = await users.findActor(brokerId);
  if (!broker || broker.role === 'affiliate')
    return [{ field, code: 'not_a_broker', message: `${field} must be the id of an active broker` }];
  const withinReach =
    scopeOf(actor.role, 'prospect', 'assign') !== 'team' || [actor.id, ...actor.team].includes(brokerId);
  if (!withinReach) throw new DomainError('forbidden', 'A manager assigns prospects within the team.');
  return [];
}
