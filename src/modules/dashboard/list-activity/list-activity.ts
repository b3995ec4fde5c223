import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { join, sql } from '../../../platform/database/sql.js';
import { columnsOf } from '../../../platform/database/statements.js';
import { Replica } from '../../../platform/database/replica.js';
import { scopeOf, sees, USER } from '../../auth/index.js';
import { Catalogues, findProvider } from '../../catalogue/index.js';
import { displayName, PROSPECT, type ProspectType, prospectOwnership, Prospects } from '../../prospects/index.js';
import { COMMISSION } from '../../commissions/index.js';
import { POLICY } from '../../policies/index.js';
import { QUOTE } from '../../quotes/index.js';
import { ACTIVITY } from '../activity.table.js';
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
    if (prospectId !== null) await this.prospects.see(actor, 'read', prospectId);
    const providers = await this.providerNames();
    const activities = (await this.rows(actor, limit, prospectId)).map((row) => activityDto(row, actor, providers));
    return { activities, count: activities.length };
  }

  private async rows(actor: Actor, limit: number, prospectId: number | null): Promise<Row[]> {
    const ofProspect = prospectId === null ? sql`` : sql`AND ${ACTIVITY.prospect_id} = ${prospectId}`;
    const { occurred_at, event_id, details } = ACTIVITY;
    const latest = visibleActivity(actor).map(
      (condition) => sql`(SELECT ${ACTIVITY.columns} FROM ${ACTIVITY} WHERE ${condition} ${ofProspect}
        ORDER BY ${occurred_at} DESC, ${event_id} DESC LIMIT ${limit})`,
    );
    const [beneficiary, assignee] = [USER.as('beneficiary'), USER.as('assignee')];
    const seesProspect = sees(actor, 'prospect', 'read', prospectOwnership);
    // Users' names are for those who lead them; a broker knows their own.
    const knowsAssignee = scopeOf(actor.role, 'user', 'read') ? sql`true` : sql`${assignee.id} = ${actor.id}`;
    return (await this.replica.reader()).query<Row>(sql`
      SELECT ${columnsOf(ACTIVITY, 'event_type', 'occurred_at', 'prospect_id', 'quote_id', 'policy_id', 'commission_id', 'details')},
        ${columnsOf(PROSPECT, 'type', 'first_name', 'last_name', 'company_name')},
        coalesce(${QUOTE.provider}, ${POLICY.provider}, ${details}->>'recommended_provider') AS provider,
        ${POLICY.policy_number}, ${COMMISSION.amount}::text AS amount, ${beneficiary.username} AS beneficiary,
        ${assignee.username} AS assignee
      FROM (${join(latest, ' UNION ALL ')}) AS ${ACTIVITY}
        LEFT JOIN ${PROSPECT} ON ${PROSPECT.id} = ${ACTIVITY.prospect_id} AND ${seesProspect}
        LEFT JOIN ${QUOTE} ON ${QUOTE.id} = ${ACTIVITY.quote_id}
        LEFT JOIN ${POLICY} ON ${POLICY.id} = ${ACTIVITY.policy_id}
        LEFT JOIN ${COMMISSION} ON ${COMMISSION.id} = ${ACTIVITY.commission_id}
        LEFT JOIN ${beneficiary} ON ${beneficiary.id} = ${ACTIVITY.beneficiary_id}
        LEFT JOIN ${assignee} ON ${assignee.id} = (${details}->>'assigned_broker')::int AND ${knowsAssignee}
      ORDER BY ${occurred_at} DESC, ${event_id} DESC LIMIT ${limit}`);
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
