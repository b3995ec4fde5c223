import { describe, expect, it } from '@jest/globals';
import { checkVatNumber } from './vat-number.js';

describe('checkVatNumber', () => {
  it.each([
    ['00743110157', '00743110157'],
    ['IT00743110157', '00743110157'],
    ['it 12345678903', '12345678903'],
    [' IT 0764 3520 567 ', '07643520567'],
  ])('takes %j as %s', (text, vat_number) => {
    expect(checkVatNumber(text)).toEqual({ vat_number, problems: [] });
  });

  it('names the wrong check digit and the right one', () => {
    expect(checkVatNumber('12345678901').problems).toEqual([
      { code: 'vat_number_check_digit', message: 'The check digit (the last one) is 1, but must be 3' },
    ]);
  });

  it('finds any single wrong digit and any two neighbours swapped', () => {
    const right = '07643520567';
    for (let place = 0; place < 11; place += 1) {
      for (const digit of '0123456789') {
        if (digit === right[place]) continue;
        const wrong = right.slice(0, place) + digit + right.slice(place + 1);
        expect(checkVatNumber(wrong).problems).toHaveLength(1);
      }
    }
    expect(checkVatNumber('70643520567').problems).toHaveLength(1);
  });

  it.each(['', 'IT', '1234567890', '123456789012', 'DE123456789', '1234567890A', '00000000000'])(
    'refuses %j',
    (text) => {
      expect(checkVatNumber(text).problems).toEqual([
        { code: 'vat_number_form', message: expect.stringContaining('11 digits') },
      ]);
    },
  );
});
