import { type DomainEvent } from '../../kernel/domain-event.js';
import { type PolicyState } from './policy.js';

/** Who earns on a term, as things stood when it was issued. */
export interface EarnedBy {
  broker_id: number | null;
  manager_id: number | null;
  affiliate_id: number | null;
}

export type PolicyEvent =
  | DomainEvent<'PolicyCreated',
      Omit<PolicyState, 'id' | 'version' | 'status' | 'signed_at' | 'cancelled_at' | 'contract_document' | 'confirmation_sent_at'> & EarnedBy>
  | DomainEvent<'PolicyContractGenerated', {
      prospect_id: number; term: number; contract_version: number; document_id: string; sha256: string; size: number; language: string;
    }>
  | DomainEvent<'PolicyConfirmationSent', { prospect_id: number; term: number }>;
