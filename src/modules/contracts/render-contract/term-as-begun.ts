import { foldOne } from '../../../kernel/aggregate.js';
import { notFound } from '../../../kernel/domain-error.js';
import { type EventEnvelope } from '../../../kernel/domain-event.js';
import { type PricedFor } from '../../eligibility/index.js';
import { foldPolicy, type PolicyEvent, type PolicyState } from '../../policies/index.js';

const BEGINNINGS = ['PolicyCreated', 'PolicyRenewed'];

/** A term on the day it was agreed: what its contract says, whatever became of the policy since. */
export interface TermAsBegun {
  policy: PolicyState;
  /** Who advised the prospect then. */
  broker_id: number | null;
  /** What the prospect was when the term was rated; null where that was not kept yet. */
  priced_for: PricedFor | null;
  agreed_at: string;
  /** Of the event by which it was agreed, hex. */
  event_hash: string;
}

/** Reads a term off its policy's history. @throws not_found when there is no such term */
export function termAsBegun(history: readonly (EventEnvelope & { hash: string })[], term: number): TermAsBegun {
  let policy: PolicyState | undefined;
  for (const event of history) {
    const { event_type: type, data, occurred_at } = event;
    policy = foldOne(foldPolicy, Number(event.aggregate_id), policy, {
      type,
      data,
      occurred_at,
    } as unknown as PolicyEvent);
    if (BEGINNINGS.includes(event.event_type) && event.data.term === term) {
      const { broker_id, priced_for } = event.data as { broker_id: number | null; priced_for?: PricedFor | null };
      return {
        policy,
        broker_id,
        priced_for: priced_for ?? null,
        agreed_at: event.occurred_at,
        event_hash: event.hash,
      };
    }
  }
  throw notFound(`term ${term} of the policy`);
}
