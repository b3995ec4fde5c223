import { sql } from '../../../platform/database/sql.js';
import { having } from '../../../platform/database/statements.js';
import { type Page } from '../../../platform/http/answers/listing.js';
import { Prospects } from '../prospects.js';
import { PROSPECT } from '../prospect.table.js';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { findsWords } from '../../../platform/database/words.js';
import { type ProspectState } from '../prospect.table.js';
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

@QueryHandler(ListProspects)
export class ListProspectsHandler implements IQueryHandler<ListProspects> {
  constructor(private readonly prospects: Prospects) {}

  async execute({ actor, query }: ListProspects): Promise<Page<ProspectState>> {
    const isAffiliate = actor.role === 'affiliate';
    if (isAffiliate) mustAskForWhatIsShown(query);
    const { status, type, risk_category, assigned_broker, q } = query;
    const where = [having(PROSPECT, { status, type, risk_category, assigned_broker })];
    if (q) {
      const texts = askedFor(q);
      where.push(findsWords(PROSPECT.words, texts));
      // An affiliate does not see company, e-mail and codes, so must not be able to find by them either.
      if (isAffiliate) where.push(findsWords(sql`person_words(${PROSPECT.first_name}, ${PROSPECT.last_name})`, texts));
    }
    const order = isAffiliate ? referralOrder : prospectOrder;
    return this.prospects.list(actor, 'read', { where, order, searches: q !== undefined }, query);
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
