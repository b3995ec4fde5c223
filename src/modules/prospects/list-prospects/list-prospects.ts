import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { listPage, type Page } from '../../../platform/http/listing.js';
import { seesInParts } from '../../auth/index.js';
import { type ProspectState } from '../prospect.js';
import { prospectOwnership } from '../prospects.js';
import { type ListProspectsDto } from './list-prospects.dto.js';

export class ListProspects extends Query<Page<ProspectState>> {
  constructor(readonly actor: Actor, readonly query: ListProspectsDto) {
    super();
  }
}

const COLUMNS = `id, version, type, first_name, last_name, company_name, vat_number, email, phone, birth_date, tax_code,
  risk_category, language, notes, status, assigned_broker, referred_by, created_by, created_at, updated_at`;

const SHORTEST_PART = 3;

@QueryHandler(ListProspects)
export class ListProspectsHandler implements IQueryHandler<ListProspects> {
  constructor(private readonly replica: Replica) {}

  async execute({ actor, query }: ListProspects): Promise<Page<ProspectState>> {
    if (actor.role === 'affiliate') mustAskForWhatIsShown(query);
    const parameters = new Parameters();
    const parts = seesInParts(actor, 'prospect', 'read', prospectOwnership('prospect'), parameters);
    const where: string[] = [];
    for (const field of ['status', 'type', 'risk_category', 'assigned_broker'] as const) {
      if (query[field] !== undefined) where.push(`${field} = ${parameters.add(query[field])}`);
    }
    if (query.q) where.push(searchCondition(actor, query.q, parameters));
    return listPage<ProspectState>(await this.replica.reader(), {
      select: COLUMNS,
      from: 'prospect',
      parts,
      where,
      searches: query.q !== undefined,
      parameters,
      id: 'id',
      sorts: {
        created_at: { sql: 'created_at', type: 'timestamptz' },
        updated_at: { sql: 'updated_at', type: 'timestamptz' },
        status: { sql: 'status', type: 'text' },
      },
      defaultSort: '-created_at',
    }, query);
  }
}

/** What can be found or sorted by can be found out, so an affiliate does neither by what the reduced view leaves out. @throws validation_failed */
function mustAskForWhatIsShown({ risk_category, assigned_broker, sort }: ListProspectsDto): void {
  const hidden = Object.entries({ risk_category, assigned_broker, sort: /^-?updated_at$/.test(sort ?? '') ? sort : undefined });
  const asked = hidden.find(([, value]) => value !== undefined)?.[0];
  if (asked) throw invalidField(asked, 'not_shown', 'An affiliate lists referrals by what they see of them: status, type, name and created_at.');
}

/**
 * An affiliate does not see e-mail, phone and tax code, so must not be able to find by them either. One or two characters find
 * beginnings alone: the index knows three.
 */
function searchCondition(actor: Actor, text: string, parameters: Parameters): string {
  const column = actor.role === 'affiliate' ? `lower(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))` : 'search_text';
  const escaped = text.toLowerCase().replace(/[\\%_]/g, '\\$&');
  const patterns = [...text].length < SHORTEST_PART ? [`${escaped}%`, `% ${escaped}%`] : [`%${escaped}%`];
  return `(${patterns.map((pattern) => `${column} LIKE ${parameters.add(pattern)}`).join(' OR ')})`;
}
