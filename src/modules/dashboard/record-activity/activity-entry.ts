import { type EventEnvelope } from '../../../kernel/domain-event.js';
import { type ActivityRow } from '../activity.table.js';

/** Figures and codes that a description may need; nothing that a person typed and nothing about a person. */
const KEPT = [
  'provider',
  'recommended_provider',
  'insurance_type',
  'policy_number',
  'term',
  'status',
  'previous_status',
  'closed_reason',
  'annual_premium',
  'amount',
  'total',
  'commission_type',
  'beneficiary_role',
  'assigned_broker',
  'contract_version',
  'version',
  'subscriber',
  'event_type',
  'aggregate_type',
  'aggregate_id',
  'attempts',
] as const;

/** The feed's entry of a fact: its ids, and of its data only figures and codes. */
export function activityEntry(event: EventEnvelope): ActivityRow {
  const { data } = event;
  const id = (aggregate: string, given: unknown) =>
    event.aggregate_type === aggregate ? Number(event.aggregate_id) : idOrNull(given);
  const kept = KEPT.filter((key) => isCode(data[key])).map((key) => [key, data[key]]);
  const details = Object.fromEntries(kept) as Record<string, unknown>;
  if (Array.isArray(data.quotes)) details.quotes = data.quotes.length;
  return {
    event_id: event.event_id,
    event_type: event.event_type,
    occurred_at: event.occurred_at,
    prospect_id: id('prospect', data.prospect_id),
    quote_id: id('quote', data.quote_id),
    policy_id: id('policy', data.policy_id),
    commission_id: id('commission', data.commission_id),
    beneficiary_id: idOrNull(data.beneficiary_id),
    user_id: event.metadata.user_id,
    details,
  };
}

function isCode(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= 100);
}

function idOrNull(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}
