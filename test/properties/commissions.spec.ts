import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue2026_1 } from '../../migrations/data/catalogue-2026-1.js';
import {
  clawBackUnearned,
  commissionRows,
  commissionTypeOf,
  undoWithinCoolingOff,
  type StoredCommission,
} from '../../src/modules/commissions/commission-rows.js';
import { RUNS } from '../support/property-runs.js';

const rates = catalogue2026_1.commission_rates;
const everybody = { broker: 5, manager: 3, affiliate: 8 };
const textOf = (cents: number | bigint) => {
  const digits = String(cents < 0 ? -cents : cents).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const anyPremium = fc.integer({ min: 100, max: 1_000_000_000 });

function aStored(changes: Partial<StoredCommission> = {}): StoredCommission {
  return {
    id: 1,
    commission_type: 'initial',
    beneficiary_id: 5,
    beneficiary_role: 'broker',
    percentage: '15',
    amount: '180.00',
    status: 'pending',
    ...changes,
  };
}

describe('a term earns', () => {
  it.each([
    [1, 'initial', ['300.00', '100.00', '60.00']],
    [2, 'renewal_year1', ['200.00', '60.00', '40.00']],
    [3, 'renewal_recurring', ['100.00', '40.00', '20.00']],
    [17, 'renewal_recurring', ['100.00', '40.00', '20.00']],
  ] as const)('in term %i, %s, on 2,000.00 %j', (term, type, amounts) => {
    const rows = commissionRows(term, '2000.00', rates, everybody);
    expect(commissionTypeOf(term)).toBe(type);
    expect(rows.map((row) => row.amount)).toEqual(amounts);
    expect(rows.map((row) => row.beneficiary_role)).toEqual(['broker', 'manager', 'affiliate']);
    expect(rows.map((row) => row.beneficiary_id)).toEqual([5, 3, 8]);
    expect(rows.every((row) => row.commission_type === type && row.base_amount === '2000.00')).toBe(true);
  });

  it('180.17 and 60.06 on 1,201.15 without an affiliate', () => {
    expect(commissionRows(1, '1201.15', rates, { broker: 5, manager: 3, affiliate: null })).toEqual([
      {
        commission_type: 'initial',
        beneficiary_id: 5,
        beneficiary_role: 'broker',
        base_amount: '1201.15',
        percentage: '15',
        amount: '180.17',
      },
      {
        commission_type: 'initial',
        beneficiary_id: 3,
        beneficiary_role: 'manager',
        base_amount: '1201.15',
        percentage: '5',
        amount: '60.06',
      },
    ]);
  });

  it('nothing for a manager where no broker is assigned', () => {
    const rows = commissionRows(1, '2000.00', rates, { broker: null, manager: 3, affiliate: 8 });
    expect(rows.map((row) => row.beneficiary_role)).toEqual(['affiliate']);
    expect(commissionRows(1, '2000.00', rates, { broker: null, manager: null, affiliate: null })).toEqual([]);
  });

  it('no row of 0.00', () => {
    // 1 % of 0.49 is less than half a cent.
    expect(commissionRows(3, '0.49', rates, everybody).map((row) => row.amount)).toEqual(['0.02', '0.01']);
  });

  it('nothing in silence where a rate is missing', () => {
    expect(() => commissionRows(1, '2000.00', [], everybody)).toThrow(RangeError);
  });

  it('the percentage of any premium, half up', () => {
    const percents = { 1: [15n, 5n, 3n], 2: [10n, 3n, 2n], 3: [5n, 2n, 1n] } as const;
    fc.assert(
      fc.property(anyPremium, fc.constantFrom(1, 2, 3), (premium, term) => {
        const expected = percents[term].map((percent) => textOf((BigInt(premium) * percent + 50n) / 100n));
        const rows = commissionRows(term, textOf(premium), rates, everybody);
        expect(rows.map((row) => row.amount)).toEqual(expected);
      }),
      RUNS,
    );
  });
});

describe('a cancellation after the cooling-off days', () => {
  it('takes back amount × (premium − kept) / premium of every row that was not rejected', () => {
    const rows = [
      aStored(),
      aStored({
        id: 2,
        beneficiary_id: 3,
        beneficiary_role: 'manager',
        percentage: '5',
        amount: '60.00',
        status: 'paid',
      }),
      aStored({ id: 3, amount: '36.00', status: 'rejected' }),
      aStored({ id: 4, commission_type: 'clawback', amount: '-1.00' }),
    ];
    expect(clawBackUnearned(rows, { annual_premium: '1200.00', kept: '328.77' })).toEqual([
      {
        corrects_id: 1,
        commission_type: 'clawback',
        beneficiary_id: 5,
        beneficiary_role: 'broker',
        base_amount: '871.23',
        percentage: '15',
        amount: '-130.68',
      },
      {
        corrects_id: 2,
        commission_type: 'clawback',
        beneficiary_id: 3,
        beneficiary_role: 'manager',
        base_amount: '871.23',
        percentage: '5',
        amount: '-43.56',
      },
    ]);
  });

  it('rounds half up on the amount without its sign', () => {
    // 0.05 × 1 / 2 is 0.025.
    expect(
      clawBackUnearned([aStored({ amount: '0.05' })], { annual_premium: '100.00', kept: '50.00' })[0]!.amount,
    ).toBe('-0.03');
  });

  it('adds no row of 0.00', () => {
    expect(clawBackUnearned([aStored()], { annual_premium: '1200.00', kept: '1200.00' })).toEqual([]);
    expect(clawBackUnearned([aStored({ amount: '0.01' })], { annual_premium: '1200.00', kept: '1199.00' })).toEqual([]);
  });

  it('never takes back more than was earned', () => {
    const anyCase = fc.tuple(anyPremium, fc.nat(), fc.nat()).map(([premium, a, b]) => ({
      premium,
      refund: a % (premium + 1),
      amount: 1 + (b % premium),
    }));
    fc.assert(
      fc.property(anyCase, ({ premium, refund, amount }) => {
        const expected = (2n * BigInt(amount) * BigInt(refund) + BigInt(premium)) / (2n * BigInt(premium));
        const rows = clawBackUnearned([aStored({ amount: textOf(amount) })], {
          annual_premium: textOf(premium),
          kept: textOf(premium - refund),
        });
        expect(rows.map((row) => row.amount)).toEqual(expected === 0n ? [] : [textOf(-expected)]);
        expect(expected <= BigInt(amount)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('a policy that lapses', () => {
  it('earns nothing where nothing was paid: every row is taken back whole', () => {
    const rows = commissionRows(1, '1009.00', rates, everybody).map((row, index) => aStored({ ...row, id: index + 1 }));
    expect(clawBackUnearned(rows, { annual_premium: '1009.00', kept: '0.00' }).map(({ amount }) => amount)).toEqual([
      '-151.35',
      '-50.45',
      '-30.27',
    ]);
  });

  it('earns its rate on what was paid, to the cent that rounding twice may cost', () => {
    const anyCase = fc.tuple(anyPremium, fc.nat()).map(([premium, paid]) => ({ premium, paid: paid % (premium + 1) }));
    fc.assert(
      fc.property(anyCase, ({ premium, paid }) => {
        const rows = commissionRows(1, textOf(premium), rates, everybody).map((row, index) =>
          aStored({ ...row, id: index + 1 }),
        );
        const taken = clawBackUnearned(rows, { annual_premium: textOf(premium), kept: textOf(paid) });
        for (const row of rows) {
          const cents = (amount: string) => BigInt(amount.replace('.', ''));
          const left = cents(row.amount) + cents(taken.find((one) => one.corrects_id === row.id)?.amount ?? '0.00');
          const offByHundredths = left * 100n - BigInt(paid) * BigInt(row.percentage);
          expect(offByHundredths >= -100n && offByHundredths <= 100n).toBe(true);
          if (paid === 0) expect(left).toBe(0n);
        }
      }),
      RUNS,
    );
  });
});

describe('a cancellation within the cooling-off days', () => {
  it('rejects what is pending and claws approved and paid rows back whole', () => {
    const rows = [
      aStored(),
      aStored({ id: 2, status: 'approved' }),
      aStored({ id: 3, status: 'paid', amount: '60.00' }),
      aStored({ id: 4, status: 'rejected' }),
      aStored({ id: 5, commission_type: 'clawback', amount: '-1.00' }),
    ];
    const { rejected, clawbacks } = undoWithinCoolingOff(rows, '1200.00');
    expect(rejected).toEqual([1]);
    expect(clawbacks.map((row) => [row.corrects_id, row.amount, row.base_amount])).toEqual([
      [2, '-180.00', '1200.00'],
      [3, '-60.00', '1200.00'],
    ]);
  });
});
