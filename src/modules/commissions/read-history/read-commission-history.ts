import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { type StoredEvent } from '../../../platform/event-store/event-store.js';
import { scopeOf } from '../../auth/index.js';
import { commissionDto } from '../commission.dto.js';
import { Commissions } from '../commissions.js';

/** Everything that happened to a commission, in order, as far as this actor may know it. */
export class ReadCommissionHistory extends Query<StoredEvent[]> {
  constructor(
    readonly actor: Actor,
    readonly commissionId: number,
  ) {
    super();
  }
}

@QueryHandler(ReadCommissionHistory)
export class ReadCommissionHistoryHandler implements IQueryHandler<ReadCommissionHistory> {
  constructor(private readonly commissions: Commissions) {}

  async execute({ actor, commissionId }: ReadCommissionHistory): Promise<StoredEvent[]> {
    const history = await this.commissions.history(actor, 'read_history', commissionId);
    const [begun] = history;
    return begun && this.decidesOn(actor, begun) ? history : this.asEarned(commissionId, history);
  }

  private decidesOn(actor: Actor, begun: StoredEvent): boolean {
    return scopeOf(actor.role, 'commission', 'approve') !== undefined && begun.data.beneficiary_id !== actor.id;
  }

  /** Who earns it learns no more from what happened than from the commission itself: not who signed, rejected or paid. */
  private asEarned(id: number, history: StoredEvent[]): StoredEvent[] {
    const shown = new Set([...Object.keys(commissionDto(this.commissions.stateAfter(id, history))), 'reason']);
    return history.map((event) => ({
      ...event,
      data: Object.fromEntries(Object.entries(event.data).filter(([field]) => shown.has(field))),
      metadata: { ...event.metadata, user_id: null, role: null },
    }));
  }
}
