import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { addDays } from '../../../kernel/term.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Policies } from '../policies.js';
import { POLICY, type PolicyState } from '../policy.table.js';
import { sql } from '../../../platform/database/sql.js';
import { having } from '../../../platform/database/statements.js';
import { type Page } from '../../../platform/http/answers/listing.js';
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
    private readonly policies: Policies,
    private readonly clock: CompanyClock,
  ) {}

  async execute({ actor, query }: ListPolicies): Promise<Page<PolicyState>> {
    const { status, prospect_id, provider, insurance_type, expiring_within_days } = query;
    const where = [having(POLICY, { status, prospect_id, provider, insurance_type })];
    if (expiring_within_days !== undefined) {
      const { today } = await this.clock.now();
      const last = addDays(today, expiring_within_days);
      where.push(sql`${POLICY.status} = 'active' AND ${POLICY.end_date} BETWEEN ${today}::date AND ${last}::date`);
    }
    return this.policies.list(actor, 'read', { where, order: policyOrder }, query);
  }
}
