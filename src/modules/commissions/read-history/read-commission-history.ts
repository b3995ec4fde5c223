import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { EventStore, type StoredEvent } from '../../../platform/event-store/event-store.js';
import { foldHistory } from '../../../platform/event-store/fold-history.js';
import { scopeOf } from '../../auth/index.js';
import { commissionDto } from '../commission.dto.js';
import { foldCommission } from '../commission.js';
import { type CommissionState } from '../commission.state.js';
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

/** The commission as it was known at the end of a day. @throws not_found before its first event */
export class ReadCommissionAsOf extends Query<CommissionState> {
  constructor(
    readonly actor: Actor,
    readonly commissionId: number,
    readonly day: string,
  ) {
    super();
  }
}

@QueryHandler(ReadCommissionHistory)
export class ReadCommissionHistoryHandler implements IQueryHandler<ReadCommissionHistory> {
  constructor(
    private readonly commissions: Commissions,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, commissionId }: ReadCommissionHistory): Promise<StoredEvent[]> {
    await this.commissions.mustSee(actor, 'read_history', commissionId);
    const history = await this.events.history('commission', commissionId);
    const [begun] = history;
    return begun && this.decidesOn(actor, begun) ? history : this.asEarned(commissionId, history);
  }

  private decidesOn(actor: Actor, begun: StoredEvent): boolean {
    return scopeOf(actor.role, 'commission', 'approve') !== undefined && begun.data.beneficiary_id !== actor.id;
  }

  /** Who earns it learns no more from what happened than from the commission itself: not who signed, rejected or paid. */
  private asEarned(id: number, history: StoredEvent[]): StoredEvent[] {
    const state = foldHistory(foldCommission, id, history);
    const shown = new Set(state && [...Object.keys(commissionDto(state)), 'reason']);
    return history.map((event) => ({
      ...event,
      data: Object.fromEntries(Object.entries(event.data).filter(([field]) => shown.has(field))),
      metadata: { ...event.metadata, user_id: null, role: null },
    }));
  }
}

@QueryHandler(ReadCommissionAsOf)
export class ReadCommissionAsOfHandler implements IQueryHandler<ReadCommissionAsOf> {
  constructor(
    private readonly commissions: Commissions,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, commissionId, day }: ReadCommissionAsOf): Promise<CommissionState> {
    await this.commissions.mustSee(actor, 'read_history', commissionId);
    return this.events.asOf('commission', foldCommission, commissionId, day);
  }
}
