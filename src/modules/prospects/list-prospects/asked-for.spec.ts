import { describe, expect, it } from '@jest/globals';
import { askedFor } from './asked-for.js';

describe('what a search may mean', () => {
  it.each([
    ['esposito luca', []],
    ['D’Angelo', []],
    ['347 9988776', ['3479988776']],
    ['0039 347 99', ['3934799']],
    ['+49 (0)30 901820', ['49030901820', '4930901820']],
    ['rss mra 85t10 a562s', ['RSSMRA85T10A562S']],
    ['IT 012 3456 7897', ['01234567897']],
    ['rossi 12', ['ROSSI12']],
    ['12', []],
  ])('%s is what it says, or %j', (text, codes) => {
    expect(askedFor(text)).toEqual([text, ...codes]);
  });
});
