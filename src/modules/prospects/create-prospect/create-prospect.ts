import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, type FieldError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { Users } from '../../auth/index.js';
import { FirstMails } from '../first-mails.js';
import { type ProspectDetails, type ProspectState } from '../prospect.table.js';
import { checkedDetails, deliveredTo } from '../prospect-details.js';
import { Prospects } from '../prospects.js';
import { notAssignable } from '../assign-prospect/assign-prospect.js';

/** Whom the request names; null where it names nobody. */
export interface NamedUsers {
  assigned_broker: number | null;
  referred_by: number | null;
}

export class CreateProspect extends Command<ProspectState> {
  constructor(
    readonly actor: Actor,
    readonly details: ProspectDetails,
    readonly named: NamedUsers,
  ) {
    super();
  }
}

@CommandHandler(CreateProspect)
export class CreateProspectHandler implements ICommandHandler<CreateProspect> {
  constructor(
    private readonly prospects: Prospects,
    private readonly users: Users,
    private readonly firstMails: FirstMails,
  ) {}

  async execute({ actor, details, named }: CreateProspect): Promise<ProspectState> {
    const belongs = { ...(await this.belonging(actor, named)), created_by: actor.id };
    const unfit = await unfitUsers(this.users, actor, named);
    const tooMany = await this.firstMails.count(actor, deliveredTo(details.email));
    const prospect = await this.prospects.start((one, moment) => {
      const checked = checkedDetails(details, moment.today, unfit);
      if (tooMany) throw tooMany;
      one.create(checked, belongs, moment);
    });
    return prospect.state;
  }

  /** A broker's is the broker's; an affiliate's goes to the supervisor, if that is a broker; else whoever is named. */
  private async belonging(actor: Actor, named: NamedUsers): Promise<NamedUsers> {
    if (actor.role === 'affiliate') {
      if (
        (named.assigned_broker ?? actor.supervisor_id) !== actor.supervisor_id ||
        (named.referred_by ?? actor.id) !== actor.id
      ) {
        throw new DomainError('forbidden', 'An affiliate refers prospects as themselves and assigns them to nobody.');
      }
      const supervisor = actor.supervisor_id === null ? undefined : await this.users.findActor(actor.supervisor_id);
      return { assigned_broker: supervisor?.role === 'broker' ? supervisor.id : null, referred_by: actor.id };
    }
    if (actor.role !== 'broker') return named;
    if ((named.assigned_broker ?? actor.id) !== actor.id) {
      throw new DomainError(
        'forbidden',
        "A broker's new prospect is assigned to that broker; leave assigned_broker out.",
      );
    }
    return { ...named, assigned_broker: actor.id };
  }
}

/** What is wrong with the users whom a new prospect names; an affiliate names nobody else. @throws forbidden beyond a manager's team */
export async function unfitUsers(
  users: Users,
  actor: Actor,
  { referred_by, assigned_broker }: Partial<NamedUsers>,
): Promise<FieldError[]> {
  if (actor.role === 'affiliate') return [];
  const errors: FieldError[] = [];
  if (referred_by != null && (await users.findActor(referred_by))?.role !== 'affiliate') {
    errors.push({
      field: 'referred_by',
      code: 'not_an_affiliate',
      message: 'referred_by must be the id of an active affiliate',
    });
  }
  if (assigned_broker != null && actor.role !== 'broker') {
    errors.push(...(await notAssignable(users, actor, assigned_broker, 'assigned_broker')));
  }
  return errors;
}
