import { describe, expect, it } from '@jest/globals';
import { isLogged, objectOf } from './logged.js';

describe('what a request is about', () => {
  const uuid = '0190a3c2-1111-7222-8333-444455556666';

  it.each<[string, object, object, object | undefined, string | null]>([
    ['/api/v1/prospects/:id', { id: '12' }, {}, undefined, 'prospect:12'],
    ['/api/v1/policies/:id/pdf', { id: '3' }, {}, undefined, 'policy:3'],
    ['/api/v1/policies/:quote_id/accept', { quote_id: '7' }, {}, {}, 'quote:7'],
    ['/api/v1/quotes/prospect/:prospect_id', { prospect_id: '12' }, {}, undefined, 'prospect:12'],
    ['/api/v1/commissions/payouts/:id/csv', { id: '5' }, {}, undefined, 'payout:5'],
    [
      '/api/v1/operations/dead-letters/:event_id/:subscriber/skip',
      { event_id: uuid, subscriber: 'x' },
      {},
      {},
      `event:${uuid}`,
    ],
    ['/api/v1/events', {}, { aggregate_type: 'user', aggregate_id: '4' }, undefined, 'user:4'],
    ['/api/v1/commissions/simulate', {}, { quote_id: '9' }, undefined, 'quote:9'],
    ['/api/v1/eligibility/check', {}, {}, { prospect_id: 12 }, 'prospect:12'],
    ['/api/v1/prospects', {}, { q: 'rossi' }, undefined, null],
    ['/api/v1/prospects/:id', { id: 'mario.rossi@example.com' }, {}, undefined, null],
    ['/api/v1/prospects/:id', { id: 'mario_rossi' }, {}, undefined, null],
    ['/api/v1/eligibility/check', {}, {}, { prospect_id: { toString: 'x' } }, null],
  ])('%s %j', (url, params, query, body, expected) => {
    expect(objectOf({ routeOptions: { url }, params, query, body })).toBe(expected);
  });
});

describe('what is logged', () => {
  it.each(['prospect', 'quote', 'policy', 'commission', 'eligibility', 'activity'] as const)(
    'of %s one object, no list',
    (resource) => {
      expect([isLogged(resource, 'prospect:1'), isLogged(resource, null)]).toEqual([true, false]);
    },
  );

  it.each(['user', 'payout', 'event', 'operations', 'access_log'] as const)('of %s everything', (resource) => {
    expect([isLogged(resource, 'user:1'), isLogged(resource, null)]).toEqual([true, true]);
  });

  it.each(['session', 'catalogue'] as const)('of %s nothing', (resource) => {
    expect([isLogged(resource, 'user:1'), isLogged(resource, null)]).toEqual([false, false]);
  });

  it('of a resource that nobody thought of, everything', () => {
    expect(isLogged('report' as never, null)).toBe(true);
  });
});
