import { describe, expect, it } from '@jest/globals';
import { type ActivityFacts, describeActivity } from './describe-activity.js';

function facts(event_type: string, given: Partial<ActivityFacts> = {}): ActivityFacts {
  return {
    event_type,
    prospect: 'Marco Rossi',
    provider: 'AXA',
    policy_number: 'INS-2026-000001',
    beneficiary: 'broker1',
    amount: '180.17',
    assignee: null,
    details: {},
    ...given,
  };
}

describe('a description', () => {
  it.each([
    ['ProspectCreated', {}, 'New prospect: Marco Rossi'],
    ['ProspectUpdated', {}, 'Details of Marco Rossi changed'],
    [
      'ProspectAssigned',
      { assignee: 'broker2', details: { assigned_broker: 4 } },
      'Marco Rossi was assigned to broker2',
    ],
    ['ProspectAssigned', { details: { assigned_broker: 4 } }, 'Marco Rossi was assigned to a broker'],
    ['ProspectAssigned', {}, 'Marco Rossi is no longer assigned to anybody'],
    ['ProspectStatusChanged', { details: { status: 'contacted' } }, 'Marco Rossi was contacted'],
    ['ProspectStatusChanged', { details: { status: 'declined' } }, 'Marco Rossi declined'],
    [
      'ComparisonGenerated',
      { details: { quotes: 4, insurance_type: 'life' } },
      '4 life quotes generated for Marco Rossi, AXA recommended',
    ],
    [
      'ComparisonGenerated',
      { details: { quotes: 1, insurance_type: 'auto' } },
      'One auto quote generated for Marco Rossi, AXA recommended',
    ],
    ['QuoteSent', {}, 'Quote from AXA sent to Marco Rossi'],
    ['QuoteAccepted', {}, 'Quote from AXA accepted for Marco Rossi'],
    ['QuoteRejected', { details: { closed_reason: 'declined_by_prospect' } }, 'Quote from AXA rejected by Marco Rossi'],
    [
      'QuoteRejected',
      { details: { closed_reason: 'another_quote_accepted' } },
      'Quote from AXA for Marco Rossi closed, as another was accepted',
    ],
    ['QuoteExpired', { details: { closed_reason: 'past_validity' } }, 'Quote from AXA for Marco Rossi expired'],
    ['PolicyCreated', {}, 'Policy INS-2026-000001 with AXA signed for Marco Rossi'],
    ['CommissionCalculated', {}, 'Commission of 180.17 EUR for broker1 on policy INS-2026-000001'],
    ['PolicyRenewed', { details: { term: 2 } }, 'Policy INS-2026-000001 of Marco Rossi renewed, term 2'],
    ['PolicyCancelled', {}, 'Policy INS-2026-000001 of Marco Rossi cancelled'],
    ['InstalmentOverdue', {}, 'Instalment of policy INS-2026-000001 is overdue'],
    ['PolicyMoved', {}, 'Policy moved: INS-2026-000001, Marco Rossi'],
  ] as const)('of %s with %j says: %s', (type, given, sentence) => {
    expect(describeActivity(facts(type, given))).toBe(sentence);
  });

  it('names nobody whom the reader may not know', () => {
    expect(describeActivity(facts('QuoteAccepted', { prospect: null }))).toBe('Quote from AXA accepted for a prospect');
    expect(describeActivity(facts('ProspectDeleted', { prospect: null }))).toBe('A prospect was deleted');
    expect(describeActivity(facts('CatalogueVersionPublished', { prospect: null, policy_number: null }))).toBe(
      'Catalogue version published',
    );
  });

  it('tells an admin which delivery was given up', () => {
    const details = {
      event_type: 'PolicyCreated',
      aggregate_type: 'policy',
      aggregate_id: '12',
      subscriber: 'contract-rendering',
      attempts: 8,
    };
    expect(describeActivity(facts('DeliveryDied', { details }))).toBe(
      'PolicyCreated of policy 12 could not be delivered to contract-rendering in 8 tries',
    );
  });
});
