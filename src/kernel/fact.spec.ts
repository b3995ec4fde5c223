import { describe, expect, it } from '@jest/globals';
import { fact, lifted, schemaOf } from './fact.js';
import { none, text } from './fields.js';

fact('LetterSent', { to: none(text) }, [
  ({ to, ...rest }) => ({ ...rest, recipients: [to] }),
  (data) => ({ ...data, channel: 'mail' }),
]);
fact('LetterLost', {});

const stored = { event_type: 'LetterSent', schema_version: 1, data: { to: 'a@b.example' } };

describe('a fact whose shape has moved', () => {
  it('is read in its newest shape, step by step', () => {
    const read = lifted(stored);
    expect(read).toEqual({ ...stored, schema_version: 3, data: { recipients: ['a@b.example'], channel: 'mail' } });
    expect(stored).toMatchObject({ schema_version: 1, data: { to: 'a@b.example' } });
  });

  it('joins in where it was stored half-way', () => {
    const read = lifted({ ...stored, schema_version: 2, data: { recipients: ['x'] } });
    expect(read).toMatchObject({ schema_version: 3, data: { recipients: ['x'], channel: 'mail' } });
  });

  it('stays as it is in its newest version, in a newer one, and where its shape never moved', () => {
    for (const read of [
      { ...stored, schema_version: 3 },
      { ...stored, schema_version: 4 },
      { ...stored, event_type: 'LetterLost' },
      { ...stored, event_type: 'NeverDeclared' },
    ])
      expect(lifted(read)).toBe(read);
  });

  it('is written in its newest version', () => {
    expect(['LetterSent', 'LetterLost', 'NeverDeclared'].map(schemaOf)).toEqual([3, 1, 1]);
  });
});

it('a name stands for one fact', () => {
  expect(() => fact('LetterLost', {})).toThrow('There are two facts named LetterLost.');
});
