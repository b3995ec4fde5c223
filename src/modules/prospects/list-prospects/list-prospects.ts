import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { findsWords } from '../../../platform/database/words.js';
import { listPage, type Page } from '../../../platform/http/answers/listing.js';
import { seesInParts } from '../../auth/index.js';
import { type ProspectState } from '../prospect.state.js';
import { prospectOwnership } from '../prospects.js';
import { askedFor } from './asked-for.js';
import { type ListProspectsDto, prospectOrder, referralOrder } from './list-prospects.dto.js';

export class ListProspects extends Query<Page<ProspectState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListProspectsDto,
  ) {
    super();
  }
}

const COLUMNS = `id, version, type, first_name, last_name, company_name, vat_number, email, phone, birth_date, tax_code,
  risk_category, language, notes, status, assigned_broker, referred_by, created_by, created_at, updated_at`;

@QueryHandler(ListProspects)
export class ListProspectsHandler implements IQueryHandler<ListProspects> {
  constructor(private readonly replica: Replica) {}

  async execute({ actor, query }: ListProspects): Promise<Page<ProspectState>> {
    const isAffiliate = actor.role === 'affiliate';
    if (isAffiliate) mustAskForWhatIsShown(query);
    const parameters = new Parameters();
    const parts = seesInParts(actor, 'prospect', 'read', prospectOwnership('prospect'), parameters);
    const where: string[] = [];
    for (const field of ['status', 'type', 'risk_category', 'assigned_broker'] as const) {
      if (query[field] !== undefined) where.push(`${field} = ${parameters.add(query[field])}`);
    }
    if (query.q) {
      const texts = askedFor(query.q);
      where.push(findsWords('words', texts, parameters));
      // An affiliate does not see company, e-mail and codes, so must not be able to find by them either.
      if (isAffiliate) where.push(findsWords('person_words(first_name, last_name)', texts, parameters));
    }
    return listPage<ProspectState>(
      await this.replica.reader(),
      {
        select: COLUMNS,
        from: 'prospect',
        parts,
        where,
        searches: query.q !== undefined,
        parameters,
        id: 'id',
        order: isAffiliate ? referralOrder : prospectOrder,
      },
      query,
    );
  }
}

/** What can be found or sorted by can be found out, so an affiliate does neither by what the reduced view leaves out. @throws validation_failed */
function mustAskForWhatIsShown({ risk_category, assigned_broker, sort }: ListProspectsDto): void {
  const hidden = Object.entries({
    risk_category,
    assigned_broker,
    sort: /^-?updated_at$/.test(sort ?? '') ? sort : undefined,
  });
  const asked = hidden.find(([, value]) => value !== undefined)?.[0];
  if (asked)
    throw invalidField(
      asked,
      'not_shown',
      'An affiliate lists referrals by what they see of them: status, type, name and created_at.',
    );
}
