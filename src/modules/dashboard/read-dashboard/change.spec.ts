import { describe, expect, it } from '@jest/globals';
import { changeSince } from './change.js';
import { type MetricsDto } from './read-dashboard.dto.js';

function metrics(pending: number, signed: number, active: number | null): MetricsDto {
  return {
    pipeline: {
      new_prospects: 0,
      contacted: 0,
      quoted: 0,
      policies_signed: signed,
      conversion_rate: 0,
      total: 0,
      reached: { created: 0, contacted: 0, quoted: 0, signed },
    },
    commissions: {
      total_pending: pending,
      total_approved: 0,
      total_paid: 0,
      count_pending: 0,
      count_approved: 0,
      count_paid: 0,
      by_type: { initial: pending, renewal_year1: 0, renewal_recurring: 0, clawback: 0 },
    },
    top_brokers: [],
    active_policies: active,
    expiring_policies_30days: active,
  };
}

describe('the change since the previous period', () => {
  const change = changeSince(metrics(0.1, 8, 3), metrics(0.3, 5, 3));

  it('is exact to the cent', () => {
    expect(change.commissions.total_pending).toEqual({ absolute: 0.2, percent: 200 });
    expect(change.commissions.by_type.initial).toEqual({ absolute: 0.2, percent: 200 });
  });

  it('falls as well as rises', () => {
    expect(change.pipeline.policies_signed).toEqual({ absolute: -3, percent: -37.5 });
    expect(change.pipeline.reached.signed).toEqual({ absolute: -3, percent: -37.5 });
    expect(change.active_policies).toEqual({ absolute: 0, percent: 0 });
  });

  it('has no percentage of nothing', () => {
    expect(change.pipeline.total).toEqual({ absolute: 0, percent: null });
  });

  it('is unknown where the figure is', () => {
    expect(changeSince(metrics(0, 0, null), metrics(0, 0, null)).active_policies).toBeNull();
  });
});
