import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { type Actor } from '../../platform/context/request-context.js';
import { Parameters } from '../../platform/database/parameters.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Ownership, sees } from '../auth/index.js';
import { PERSONAL_FIELDS, type ProspectEvent } from './prospect.events.js';
import { Prospect } from './prospect.js';
import { type ProspectState } from './prospect.state.js';
import { ProspectRow } from './prospect.table.js';

/** Whose a prospect is; `alias` is its table's in the statement. What hangs on a prospect is seen through it. */
export function prospectOwnership(alias: string): Ownership {
  return { owners: [`${alias}.assigned_broker`, `${alias}.created_by`], referrer: `${alias}.referred_by` };
}

/** Whose prospect a quote or policy is of, as triggers keep it on that row; `alias` is its table's in the statement. */
export function inheritedOwnership(alias: string): Ownership {
  return { owners: [`${alias}.assigned_broker`, `${alias}.prospect_creator`] };
}

@Injectable()
export class Prospects extends Collection<ProspectState, ProspectEvent, Prospect> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'prospect',
      table: ProspectRow,
      aggregate: Prospect,
      personal: { subject: (state) => `prospect:${state.id}`, fields: PERSONAL_FIELDS },
    });
  }

  /** The prospect, if this actor may do this with it. @throws not_found, the same for absent and out of sight */
  async getFor(
    actor: Actor,
    action: 'read' | 'update' | 'delete' | 'assign' | 'read_history',
    id: number,
  ): Promise<Prospect> {
    const parameters = new Parameters();
    const condition = sees(actor, 'prospect', action, prospectOwnership('prospect'), parameters);
    const prospect = await this.findWhere(`${condition} AND prospect.id = ${parameters.add(id)}`, parameters.values);
    if (!prospect) throw notFound('prospect');
    return prospect;
  }

  /** @throws not_found */
  async mustSee(
    actor: Actor,
    action: 'read' | 'update' | 'delete' | 'assign' | 'read_history',
    id: number,
  ): Promise<void> {
    const parameters = new Parameters();
    const condition = sees(actor, 'prospect', action, prospectOwnership('prospect'), parameters);
    const [seen] = await this.tools.units.query(
      `SELECT 1 FROM prospect WHERE id = ${parameters.add(id)} AND ${condition}`,
      parameters.values,
    );
    if (!seen) throw notFound('prospect');
  }
}
