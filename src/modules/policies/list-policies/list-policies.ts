import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { addDays } from '../../../kernel/term.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { listPage, type Page } from '../../../platform/http/answers/listing.js';
import { seesInParts } from '../../auth/index.js';
import { inheritedOwnership } from '../../prospects/index.js';
import { type PolicyState } from '../policy.state.js';
import { type ListPoliciesDto, policyOrder } from './list-policies.dto.js';

export class ListPolicies extends Query<Page<PolicyState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListPoliciesDto,
  ) {
    super();
  }
}

@QueryHandler(ListPolicies)
export class ListPoliciesHandler implements IQueryHandler<ListPolicies> {
  constructor(
    private readonly replica: Replica,
    private readonly clock: CompanyClock,
  ) {}

  async execute({ actor, query }: ListPolicies): Promise<Page<PolicyState>> {
    const parameters = new Parameters();
    const parts = seesInParts(actor, 'policy', 'read', inheritedOwnership('policy'), parameters);
    const where: string[] = [];
    for (const field of ['status', 'prospect_id', 'provider', 'insurance_type'] as const) {
      if (query[field] !== undefined) where.push(`policy.${field} = ${parameters.add(query[field])}`);
    }
    if (query.expiring_within_days !== undefined) {
      const { today } = await this.clock.now();
      where.push(`policy.status = 'active' AND policy.end_date BETWEEN ${parameters.add(today)}::date
        AND ${parameters.add(addDays(today, query.expiring_within_days))}::date`);
    }
    return listPage<PolicyState>(
      await this.replica.reader(),
      {
        select: 'policy.*',
        from: 'policy',
        parts,
        where,
        parameters,
        id: 'policy.id',
        order: policyOrder,
      },
      query,
    );
  }
}
