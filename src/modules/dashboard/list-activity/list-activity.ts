import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { scopeOf, sees } from '../../auth/index.js';
import { Catalogues, findProvider } from '../../catalogue/index.js';
import { displayName, type ProspectType, prospectOwnership, Prospects } from '../../prospects/index.js';
import { describeActivity, wordsOf } from './describe-activity.js';
import { type ActivitiesDto, type ActivityDto } from './list-activity.dto.js';
import { visibleActivity } from './visible-activity.js';

/** The latest of what happened that this actor may see, of one prospect or of all. */
export class ListActivity extends Query<ActivitiesDto> {
  constructor(
    readonly actor: Actor,
    readonly limit: number,
    readonly prospectId: number | null = null,
  ) {
    super();
  }
}

interface Row {
  event_type: string;
  occurred_at: string;
  prospect_id: number | null;
  quote_id: number | null;
  policy_id: number | null;
  commission_id: number | null;
  details: Record<string, unknown>;
  /** Null where the prospect is gone or out of sight. */
  type: ProspectType | null;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  provider: string | null;
  policy_number: string | null;
  amount: string | null;
  beneficiary: string | null;
  assignee: string | null;
}

@QueryHandler(ListActivity)
export class ListActivityHandler implements IQueryHandler<ListActivity> {
  constructor(
    private readonly replica: Replica,
    private readonly prospects: Prospects,
    private readonly catalogues: Catalogues,
  ) {}

  async execute({ actor, limit, prospectId }: ListActivity): Promise<ActivitiesDto> {
    if (prospectId !== null) await this.prospects.mustSee(actor, 'read', prospectId);
    const providers = await this.providerNames();
    const activities = (await this.rows(actor, limit, prospectId)).map((row) => activityDto(row, actor, providers));
    return { activities, count: activities.length };
  }

  private async rows(actor: Actor, limit: number, prospectId: number | null): Promise<Row[]> {
    const parameters = new Parameters();
    const most = parameters.add(limit);
    const ofProspect = prospectId === null ? '' : ` AND a.prospect_id = ${parameters.add(prospectId)}`;
    const latest = visibleActivity(actor, parameters).map(
      (condition) =>
        `(SELECT * FROM activity a WHERE ${condition}${ofProspect}
        ORDER BY a.occurred_at DESC, a.event_id DESC LIMIT ${most})`,
    );
    const seesProspect = sees(actor, 'prospect', 'read', prospectOwnership('p'), parameters);
    // Users' names are for those who lead them; a broker knows their own.
    const knowsAssignee = scopeOf(actor.role, 'user', 'read') ? 'true' : `assignee.id = ${parameters.add(actor.id)}`;
    return (await this.replica.reader()).query<Row>(
      `SELECT a.event_type, a.occurred_at, a.prospect_id, a.quote_id, a.policy_id, a.commission_id, a.details,
         p.type, p.first_name, p.last_name, p.company_name,
         coalesce(quote.provider, policy.provider, a.details->>'recommended_provider') AS provider,
         policy.policy_number, commission.amount::text AS amount, beneficiary.username AS beneficiary,
         assignee.username AS assignee
       FROM (${latest.join(' UNION ALL ')}) AS a
         LEFT JOIN prospect p ON p.id = a.prospect_id AND ${seesProspect}
         LEFT JOIN quote ON quote.id = a.quote_id
         LEFT JOIN policy ON policy.id = a.policy_id
         LEFT JOIN commission ON commission.id = a.commission_id
         LEFT JOIN app_user beneficiary ON beneficiary.id = a.beneficiary_id
         LEFT JOIN app_user assignee ON assignee.id = (a.details->>'assigned_broker')::int AND ${knowsAssignee}
       ORDER BY a.occurred_at DESC, a.event_id DESC LIMIT ${most}`,
      parameters.values,
    );
  }

  /** As people write them; the newest version's name where several have one. */
  private async providerNames(): Promise<(code: string) => string> {
    const versions = await this.catalogues.list();
    return (code) => versions.map((version) => findProvider(version, code)?.name).find(Boolean) ?? code;
  }
}

function activityDto(row: Row, actor: Actor, providers: (code: string) => string): ActivityDto {
  const { details, policy_number, amount, beneficiary, assignee } = row;
  return {
    // Clients know this one by its documented name.
    type: row.event_type === 'PolicyCreated' ? 'policy_signed' : wordsOf(row.event_type).replaceAll(' ', '_'),
    timestamp: row.occurred_at,
    description: describeActivity({
      event_type: row.event_type,
      prospect: prospectName(row, actor),
      provider: row.provider && providers(row.provider),
      details,
      policy_number,
      amount,
      beneficiary,
      assignee,
    }),
    ...(row.prospect_id === null ? {} : { prospect_id: row.prospect_id }),
    ...(row.quote_id === null ? {} : { quote_id: row.quote_id }),
    ...(row.policy_id === null ? {} : { policy_id: row.policy_id }),
    ...(row.commission_id === null ? {} : { commission_id: row.commission_id }),
  };
}

/** An affiliate knows first and last names only. */
function prospectName({ type, first_name, last_name, company_name }: Row, actor: Actor): string | null {
  if (type === null) return null;
  const company = actor.role === 'affiliate' ? null : company_name;
  return displayName({ type, first_name, last_name, company_name: company }) || null;
}
