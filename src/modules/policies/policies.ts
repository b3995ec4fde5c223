import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { type Actor } from '../../platform/context/request-context.js';
import { Parameters } from '../../platform/database/parameters.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { sees } from '../auth/index.js';
import { prospectOwnership } from '../prospects/index.js';
import { type PolicyEvent } from './policy.events.js';
import { policyNumber } from './policy-number.js';
import { Policy, type PolicyState } from './policy.js';
import { PolicyRow } from './policy.table.js';

@Injectable()
export class Policies extends Collection<PolicyState, PolicyEvent, Policy> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'policy',
      table: PolicyRow,
      aggregate: Policy,
      personal: { subject: (state) => `prospect:${state.prospect_id}`, fields: ['declared', 'reason'] },
    });
  }

  /** The policy, if this actor may do this with its prospect's policies. @throws not_found, the same for absent and out of sight */
  async getFor(actor: Actor, action: 'read', id: number): Promise<Policy> {
    const parameters = new Parameters();
    const condition = sees(actor, 'policy', action, prospectOwnership('prospect'), parameters);
    const [seen] = await this.tools.units.query(
      `SELECT 1 FROM policy JOIN prospect ON prospect.id = policy.prospect_id WHERE policy.id = ${parameters.add(id)} AND ${condition}`,
      parameters.values);
    if (!seen) throw notFound('policy');
    return this.get(id);
  }

  /** The policy that came from a quote. */
  async findByQuote(quoteId: number): Promise<Policy | undefined> {
    const row = await this.tools.units.manager.findOneBy(PolicyRow, { quote_id: quoteId });
    return row ? new Policy(row.id, row) : undefined;
  }

  /** Whether the prospect has an active policy of this type with this provider. */
  async isInsured(prospectId: number, insuranceType: string, provider: string): Promise<boolean> {
    const [row] = await this.tools.units.query(
      `SELECT 1 FROM policy WHERE prospect_id = $1 AND insurance_type = $2 AND provider = $3 AND status = 'active' LIMIT 1`,
      [prospectId, insuranceType, provider]);
    return row !== undefined;
  }

  /**
   * The next number of the year's series. Its row stays locked to the end of the transaction, which makes the
   * series gapless; so take it last, after everything that may wait or fail.
   */
  async nextNumber(year: number): Promise<string> {
    const [row] = await this.tools.units.query<{ last_number: number }>(
      `INSERT INTO number_series (series, last_number) VALUES ($1, 1)
       ON CONFLICT (series) DO UPDATE SET last_number = number_series.last_number + 1 RETURNING last_number`,
      [`policy-${year}`]);
    return policyNumber(year, row!.last_number);
  }
}
