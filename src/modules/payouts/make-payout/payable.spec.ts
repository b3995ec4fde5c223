import { describe, expect, it } from '@jest/globals';
import { type Payable, selectForPayout, whyNotPayable } from './payable.js';

function aRow(id: number, amount: string, changes: Partial<Payable> = {}): Payable {
  return {
    id,
    beneficiary_id: 5,
    amount,
    status: 'approved',
    payout_id: null,
    corrects_id: null,
    corrected_status: null,
    ...changes,
  };
}
const clawback = (id: number, amount: string, corrects_id: number, corrected_status: Payable['corrected_status']) =>
  aRow(id, amount, { corrects_id, corrected_status });
const idsOf = (rows: Payable[]) => selectForPayout(rows).items.map(({ id }) => id);

describe('the payout of a period', () => {
  it('sets a clawback off against what its beneficiary gets', () => {
    const { items, carried_over } = selectForPayout([aRow(1, '300.00'), clawback(2, '-130.68', 9, 'paid')]);
    expect(items.map(({ id }) => id)).toEqual([1, 2]);
    expect(carried_over).toEqual([]);
  });

  it('carries over whole whoever owes more than they get, and pays the others', () => {
    const { items, carried_over } = selectForPayout([
      aRow(1, '100.00'),
      clawback(2, '-100.01', 9, 'paid'),
      aRow(3, '60.00', { beneficiary_id: 8 }),
    ]);
    expect(items.map(({ id }) => id)).toEqual([3]);
    expect(carried_over).toEqual([{ beneficiary_id: 5, amount: '-0.01', commission_ids: [1, 2] }]);
  });

  it('closes both where they come to exactly nothing', () => {
    expect(idsOf([aRow(1, '100.00'), clawback(2, '-100.00', 9, 'paid')])).toEqual([1, 2]);
  });

  it('takes a clawback together with the row that it takes back', () => {
    expect(idsOf([aRow(1, '300.00'), clawback(2, '-100.00', 1, 'approved')])).toEqual([1, 2]);
  });

  it.each(['pending', 'approved', 'rejected'] as const)(
    'leaves out a clawback whose row is %s and not in it',
    (status) => {
      expect(idsOf([aRow(1, '300.00'), clawback(2, '-100.00', 9, status)])).toEqual([1]);
    },
  );

  it('does not set off one beneficiary against another', () => {
    const { items } = selectForPayout([aRow(1, '300.00'), { ...clawback(2, '-100.00', 9, 'paid'), beneficiary_id: 8 }]);
    expect(items.map(({ id }) => id)).toEqual([1]);
  });
});

describe('named rows are refused', () => {
  it.each([
    ['paid before', aRow(1, '1.00', { status: 'paid', payout_id: 4 }), 'already_paid', 'payout 4'],
    ['pending', aRow(1, '1.00', { status: 'pending' }), 'not_approved', 'pending'],
    ['rejected', aRow(1, '1.00', { status: 'rejected' }), 'not_approved', 'rejected'],
    ['taking back what is not paid', clawback(1, '-1.00', 9, 'approved'), 'corrected_row_unpaid', 'commission 9'],
    ['less than nothing', clawback(1, '-1.00', 9, 'paid'), 'below_zero', '-1.00'],
  ])('where one is %s', (_, row, code, words) => {
    expect(whyNotPayable([row])).toEqual([{ id: 1, code, message: expect.stringContaining(words) }]);
  });

  it('never where all can be paid', () => {
    expect(
      whyNotPayable([aRow(1, '300.00'), clawback(2, '-100.00', 1, 'approved'), clawback(3, '-50.00', 9, 'paid')]),
    ).toEqual([]);
  });
});
