import { type DomainEvent } from '../../kernel/domain-event.js';
import { type CommissionState } from './commission.js';

export type CommissionEvent =
  DomainEvent<'CommissionCalculated', Omit<CommissionState,
    'id' | 'version' | 'status' | 'approved_by' | 'approved_at' | 'payout_id' | 'paid_at' | 'rejected_reason' | 'created_at'>>;
