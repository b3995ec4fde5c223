import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { EventStore, type StoredEvent } from '../../../platform/event-store/event-store.js';
import { Policies } from '../policies.js';
import { foldPolicy } from '../policy.fold.js';
import { type PolicyState } from '../policy.state.js';

/** Everything that happened to a policy, in order. */
export class ReadPolicyHistory extends Query<StoredEvent[]> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
  ) {
    super();
  }
}

/** The policy as it was known at the end of a day. @throws not_found before its first event */
export class ReadPolicyAsOf extends Query<PolicyState> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
    readonly day: string,
  ) {
    super();
  }
}

@QueryHandler(ReadPolicyHistory)
export class ReadPolicyHistoryHandler implements IQueryHandler<ReadPolicyHistory> {
  constructor(
    private readonly policies: Policies,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, policyId }: ReadPolicyHistory): Promise<StoredEvent[]> {
    await this.policies.getFor(actor, 'read_history', policyId);
    return this.events.history('policy', policyId);
  }
}

@QueryHandler(ReadPolicyAsOf)
export class ReadPolicyAsOfHandler implements IQueryHandler<ReadPolicyAsOf> {
  constructor(
    private readonly policies: Policies,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, policyId, day }: ReadPolicyAsOf): Promise<PolicyState> {
    await this.policies.getFor(actor, 'read_history', policyId);
    return this.events.asOf('policy', foldPolicy, policyId, day);
  }
}
