import { type DomainEvent } from '../../kernel/domain-event.js';
import { type ProspectDetails, type ProspectStatus } from './prospect.state.js';

export type ProspectEvent =
  | DomainEvent<
      'ProspectCreated',
      ProspectDetails & {
        assigned_broker: number | null;
        referred_by: number | null;
        created_by: number;
      }
    >
  | DomainEvent<'ProspectUpdated', Partial<ProspectDetails>>
  | DomainEvent<'ProspectAssigned', { assigned_broker: number | null; previous_broker: number | null }>
  | DomainEvent<'ProspectStatusChanged', { status: ProspectStatus; previous_status: ProspectStatus }>
  | DomainEvent<'ProspectDeleted', Record<string, never>>;

/** Sealed with the prospect's own key wherever they occur in its events. */
export const PERSONAL_FIELDS = [
  'first_name',
  'last_name',
  'company_name',
  'email',
  'phone',
  'birth_date',
  'tax_code',
  'vat_number',
  'notes',
] as const;
