import { describe, expect, it } from '@jest/globals';
import { Commission } from './commission.js';
import { type CommissionState } from './commission.table.js';

const moment = { instant: '2027-01-10T09:00:00.000Z', today: '2027-01-10' };
const MANAGER = 3;
const BROKER = 5;

function aCommission(changes: Partial<CommissionState> = {}): Commission {
  return new Commission(1, {
    id: 1,
    version: 1,
    policy_id: 4,
    policy_number: 'INS-2026-000001',
    prospect_id: 9,
    term: 1,
    commission_type: 'initial',
    beneficiary_id: BROKER,
    beneficiary_role: 'broker',
    base_amount: '2000.00',
    percentage: '15',
    amount: '300.00',
    period_year: 2026,
    period_month: 11,
    corrects_id: null,
    status: 'pending',
    approved_by: null,
    approved_at: null,
    payout_id: null,
    paid_at: null,
    rejected_reason: null,
    created_at: '2026-11-24T09:00:00.000Z',
    ...changes,
  });
}
const recorded = (commission: Commission) => commission.getUncommittedEvents().map(({ type }) => type);
const codeOf = (work: () => void) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};

describe('a pending commission', () => {
  it('is approved by a superior, who is named with the time', () => {
    const commission = aCommission();
    commission.approve(MANAGER, moment);
    expect(commission.state).toMatchObject({
      status: 'approved',
      approved_by: MANAGER,
      approved_at: moment.instant,
      version: 2,
    });
    expect(commission.getUncommittedEvents()[0]).toMatchObject({
      type: 'CommissionApproved',
      data: { amount: '300.00', beneficiary_id: BROKER },
    });
  });

  it('is rejected with the reason', () => {
    const commission = aCommission();
    commission.reject(MANAGER, 'sold by the branch', moment);
    expect(commission.state).toMatchObject({
      status: 'rejected',
      rejected_reason: 'sold by the branch',
      amount: '300.00',
    });
  });

  it('is never decided on by its own beneficiary', () => {
    const commission = aCommission();
    expect(codeOf(() => commission.approve(BROKER, moment))).toBe('own_commission');
    expect(codeOf(() => commission.reject(BROKER, 'no', moment))).toBe('own_commission');
    expect(recorded(commission)).toEqual([]);
  });

  it('is not paid', () => {
    expect(codeOf(() => aCommission().pay(7, moment))).toBe('commission_not_payable');
  });
});

describe.each(['approved', 'paid', 'rejected'] as const)('a commission that is %s', (status) => {
  it('is neither approved nor rejected', () => {
    const commission = aCommission({ status });
    expect(codeOf(() => commission.approve(MANAGER, moment))).toBe('commission_not_pending');
    expect(codeOf(() => commission.reject(MANAGER, 'no', moment))).toBe('commission_not_pending');
    expect(recorded(commission)).toEqual([]);
  });
});

it('an approved commission is paid once', () => {
  const commission = aCommission({ status: 'approved', approved_by: MANAGER });
  commission.pay(7, moment);
  expect(commission.state).toMatchObject({ status: 'paid', payout_id: 7, paid_at: moment.instant });
  expect(codeOf(() => commission.pay(8, moment))).toBe('commission_not_payable');
  expect(recorded(commission)).toEqual(['CommissionPaid']);
});

it('what was paid or rejected is not annulled', () => {
  for (const status of ['paid', 'rejected'] as const) {
    const commission = aCommission({ status });
    commission.annul('undone', moment);
    expect(recorded(commission)).toEqual([]);
  }
});
