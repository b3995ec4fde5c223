import { describe, expect, it } from '@jest/globals';
import { type EventEnvelope } from '../../../kernel/domain-event.js';
import { activityEntry } from './activity-entry.js';

function anEvent(given: Partial<EventEnvelope>): EventEnvelope {
  return {
    event_id: '0190a000-0000-7000-8000-000000000001',
    event_type: 'QuoteAccepted',
    aggregate_type: 'quote',
    aggregate_id: '7',
    version: 3,
    data: {},
    schema_version: 1,
    occurred_at: '2026-03-18T10:00:00.000Z',
    metadata: {
      user_id: 3,
      role: 'broker',
      source: 'api',
      timestamp: '',
      correlation_id: 'r1',
      causation_id: null,
      ip: null,
    },
    ...given,
  };
}

describe('an entry of the feed', () => {
  it('takes its own id from the stream and the others from the data', () => {
    expect(activityEntry(anEvent({ data: { prospect_id: 5, comparison_id: 2, accepted_by: 3 } }))).toMatchObject({
      prospect_id: 5,
      quote_id: 7,
      policy_id: null,
      commission_id: null,
      beneficiary_id: null,
      user_id: 3,
    });
    expect(
      activityEntry(
        anEvent({
          event_type: 'CommissionCalculated',
          aggregate_type: 'commission',
          aggregate_id: '9',
          data: { policy_id: 4, prospect_id: 5, beneficiary_id: 3, amount: '180.17', commission_type: 'initial' },
        }),
      ),
    ).toMatchObject({
      prospect_id: 5,
      policy_id: 4,
      commission_id: 9,
      beneficiary_id: 3,
      details: { amount: '180.17', commission_type: 'initial' },
    });
  });

  it('keeps nothing personal', () => {
    const { details } = activityEntry(
      anEvent({
        event_type: 'ProspectCreated',
        aggregate_type: 'prospect',
        aggregate_id: '5',
        data: {
          type: 'individual',
          first_name: 'Marco',
          last_name: 'Rossi',
          email: 'marco@example.com',
          phone: '+393331234567',
          birth_date: '1985-03-15',
          tax_code: 'RSSMRC85C15H501Z',
          notes: 'calls on Mondays',
          risk_category: 'high',
          assigned_broker: 3,
        },
      }),
    );
    expect(details).toEqual({ assigned_broker: 3 });
  });

  it('keeps no reason that somebody wrote and no declaration about health', () => {
    expect(
      activityEntry(
        anEvent({
          event_type: 'QuoteRejected',
          data: { prospect_id: 5, closed_reason: 'declined_by_prospect', reason: 'Marco is ill' },
        }),
      ).details,
    ).toEqual({ closed_reason: 'declined_by_prospect' });
    expect(
      activityEntry(
        anEvent({
          event_type: 'ComparisonGenerated',
          aggregate_type: 'comparison',
          data: {
            prospect_id: 5,
            insurance_type: 'life',
            recommended_provider: 'axa',
            smoker: true,
            risk_category: 'high',
            quotes: [{ provider: 'axa' }, { provider: 'allianz' }],
          },
        }),
      ).details,
    ).toEqual({ insurance_type: 'life', recommended_provider: 'axa', quotes: 2 });
  });
});
