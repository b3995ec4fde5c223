import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { EventStore, type StoredEvent } from '../../../platform/event-store/event-store.js';
import { Prospects } from '../prospects.js';
import { foldProspect } from '../prospect.js';
import { type ProspectState } from '../prospect.state.js';

/** Everything that happened to a prospect, in order. */
export class ReadProspectHistory extends Query<StoredEvent[]> {
  constructor(
    readonly actor: Actor,
    readonly prospectId: number,
  ) {
    super();
  }
}

/** The prospect as it was known at the end of a day. @throws not_found before its first event */
export class ReadProspectAsOf extends Query<ProspectState> {
  constructor(
    readonly actor: Actor,
    readonly prospectId: number,
    readonly day: string,
  ) {
    super();
  }
}

@QueryHandler(ReadProspectHistory)
export class ReadProspectHistoryHandler implements IQueryHandler<ReadProspectHistory> {
  constructor(
    private readonly prospects: Prospects,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, prospectId }: ReadProspectHistory): Promise<StoredEvent[]> {
    await this.prospects.mustSee(actor, 'read_history', prospectId);
    return this.events.history('prospect', prospectId);
  }
}

@QueryHandler(ReadProspectAsOf)
export class ReadProspectAsOfHandler implements IQueryHandler<ReadProspectAsOf> {
  constructor(
    private readonly prospects: Prospects,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, prospectId, day }: ReadProspectAsOf): Promise<ProspectState> {
    await this.prospects.mustSee(actor, 'read_history', prospectId);
    return this.events.asOf('prospect', foldProspect, prospectId, day);
  }
}
