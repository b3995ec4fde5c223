import { describe, expect, it } from '@jest/globals';
import {
  day,
  health,
  int,
  json,
  none,
  nullable,
  oneOf,
  only,
  optional,
  partial,
  personal,
  text,
  type ValuesOf,
  without,
} from './fields.js';

const person = {
  id: none(int),
  name: personal(text, ''),
  born: personal(nullable(day), null),
  smoker: health(json<{ since: number }>(), { since: 0 }),
  kind: none(oneOf(['private', 'business'])),
};
type Person = ValuesOf<typeof person>;

/** Compiles where both types are the same. */
type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : never;
const same = <One, Other>(_: Same<One, Other>) => undefined;

describe('fields', () => {
  it('say what their values are', () => {
    same<
      Person,
      { id: number; name: string; born: string | null; smoker: { since: number }; kind: 'private' | 'business' }
    >(true);
    expect(Object.values(person).map(({ type, nullable }) => [type, nullable])).toEqual([
      ['int', false],
      ['text', false],
      ['day', true],
      ['json', false],
      ['text', false],
    ]);
  });

  it('say what is about a person, and what an erasure leaves', () => {
    expect(Object.values(person).map(({ mark, erased }) => [mark, erased])).toEqual([
      ['none', undefined],
      ['personal', ''],
      ['personal', null],
      ['health', { since: 0 }],
      ['none', undefined],
    ]);
    // @ts-expect-error an erasure leaves a value of the kind
    personal(text, null);
  });

  it('can be taken by name, or without some', () => {
    const some = only(person, 'name', 'id');
    const others = without(person, 'name', 'id');
    same<ValuesOf<typeof some>, { name: string; id: number }>(true);
    same<keyof typeof others, 'born' | 'smoker' | 'kind'>(true);
    expect(some).toEqual({ name: person.name, id: person.id });
    expect(others).toEqual({ born: person.born, smoker: person.smoker, kind: person.kind });
    // @ts-expect-error there is no such field
    only(person, 'nickname');
    // @ts-expect-error there is no such field
    without(person, 'nickname');
  });

  it('may be missing where they say so', () => {
    const noted = { id: none(int), by: optional(none(text)) };
    const changes = partial(only(person, 'id', 'name'));
    const given: ValuesOf<typeof noted>[] = [{ id: 1 }, { id: 1, by: 'x' }];
    // @ts-expect-error this one may not
    given.push({ by: 'x' });
    const changed: ValuesOf<typeof changes>[] = [{}, { name: 'x' }, { id: 1, name: 'x' }];
    // @ts-expect-error what is there is of its kind
    changed.push({ name: 1 });
    expect([noted.id, noted.by].map((field) => 'optional' in field)).toEqual([false, true]);
    expect(Object.values(changes)).toEqual([
      { ...person.id, optional: true },
      { ...person.name, optional: true },
    ]);
  });
});
