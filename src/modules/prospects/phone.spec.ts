import { describe, expect, it } from '@jest/globals';
import { toE164, writtenPhone } from './phone.js';

describe('toE164', () => {
  it.each([
    ['333 1234567', '+393331234567'],
    ['+39 333-123-4567', '+393331234567'],
    ['0039 333 1234567', '+393331234567'],
    // An Italian landline keeps its zero.
    ['02 1234567', '+39021234567'],
    ['+39 06 12345678', '+390612345678'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+1 (212) 555-0123', '+12125550123'],
  ])('%j is %s', (text, number) => {
    expect(toE164(text)).toBe(number);
  });

  it.each([
    '',
    'abc',
    '123',
    '+39 12',
    'call 333 1234567',
    '+999 12345678',
    '+39 333 1234567 8901234',
    '333 1234567 ext 5',
  ])('refuses %j', (text) => {
    expect(() => toE164(text)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        errors: [expect.objectContaining({ field: 'phone', code: 'phone_invalid' })],
      }),
    );
  });
});

it.each([
  ['+393475550199', '+39 347 555 0199'],
  ['+39021234567', '+39 02 123 4567'],
  ['+442079460958', '+44 20 7946 0958'],
])('%s is written %s, on one line', (number, written) => {
  expect(writtenPhone(number)).toBe(written.replaceAll(' ', '\u00a0'));
});
