import { type Money } from './money.js';
import { type IsoDate } from './term.js';

type KindName =
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'text'
  | 'texts'
  | 'uuid'
  | 'bytes'
  | 'boolean'
  | 'money'
  | 'numeric'
  | 'real'
  | 'double'
  | 'day'
  | 'instant'
  | 'interval'
  | 'json';

/** What a value is, wherever it stands: in a row, in a fact. `Value` is its type in the program. */
export interface Kind<Value = unknown> {
  readonly type: KindName;
  readonly nullable: boolean;
  /** Of money: how many digits it has at most, the two decimals included. */
  readonly digits?: number;
  /** Never there: it carries the type alone. */
  readonly value?: Value;
}

/** Whether a value says something about a person, about their health even, and what an erasure leaves in its place. */
export type Mark = 'none' | 'personal' | 'health';

/** A kind with its mark. Whoever declares a row or a fact says for each of its values whether it is about a person. */
export interface Field<Value = unknown> extends Kind<Value> {
  readonly mark: Mark;
  /** What stands there once the person was erased; undefined for `none`. */
  readonly erased?: Value;
  /** It may be missing: of a fact stored before the field was there, or where only what changed is said. */
  readonly optional?: true;
}

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends Kind<infer Value> ? Value : never;

type Optional<Of extends Fields> = { [Name in keyof Of]: Of[Name] extends { optional: true } ? Name : never }[keyof Of];

/** The values of such fields, by name: the type of a row, or of a fact's data. */
export type ValuesOf<Of extends Fields> = [Optional<Of>] extends [never]
  ? { -readonly [Name in keyof Of]: ValueOf<Of[Name]> }
  : { -readonly [Name in Exclude<keyof Of, Optional<Of>>]: ValueOf<Of[Name]> } & {
      -readonly [Name in Optional<Of>]?: ValueOf<Of[Name]>;
    };

const kind = <Value>(type: Kind['type']): Kind<Value> => ({ type, nullable: false });

export const smallint = kind<number>('smallint');
export const int = kind<number>('int');
/** An integer up to 2^53. */
export const bigint = kind<number>('bigint');
export const text = kind<string>('text');
/** A list of texts. */
export const texts = kind<string[]>('texts');
export const uuid = kind<string>('uuid');
export const bytes = kind<Buffer>('bytes');
export const boolean = kind<boolean>('boolean');
/** Exact decimal text with two decimals. */
export const money: Kind<Money> = { ...kind<Money>('money'), digits: 14 };
/** The same as a catalogue has it. */
export const listedMoney: Kind<Money> = { ...money, digits: 12 };
/** Exact decimal text. */
export const numeric = kind<string>('numeric');
/** A float of four bytes. */
export const real = kind<number>('real');
/** A float of eight bytes. */
export const double = kind<number>('double');
/** `YYYY-MM-DD`. */
export const day = kind<IsoDate>('day');
/** ISO 8601 UTC. */
export const instant = kind<string>('instant');
/** A span of time. */
export const interval = kind<object>('interval');

/** One of some words. */
export function oneOf<const Word extends string>(_words: readonly Word[]): Kind<Word> {
  return kind<Word>('text');
}

/** A value with parts of its own, kept as JSON. */
export function json<Value>(): Kind<Value> {
  return kind<Value>('json');
}

export function nullable<Value>(of: Kind<Value>): Kind<Value | null> {
  return { ...of, nullable: true } as Kind<Value | null>;
}

/** Says nothing about a person beyond whose it is. */
export function none<Value>(of: Kind<Value>): Field<Value> {
  return { ...of, mark: 'none' };
}

/** About a person: sealed with their key in facts; `erased` is what an erasure leaves in the row. */
export function personal<Value>(of: Kind<Value>, erased: NoInfer<Value>): Field<Value> {
  return { ...of, mark: 'personal', erased };
}

/** About a person's health: as `personal`, and seen by whom it concerns alone. */
export function health<Value>(of: Kind<Value>, erased: NoInfer<Value>): Field<Value> {
  return { ...of, mark: 'health', erased };
}

/** A field that may be missing. */
export function optional<F extends Field>(field: F): F & { readonly optional: true } {
  return { ...field, optional: true };
}

/** The same fields, each of which may be missing. */
export function partial<Of extends Fields>(fields: Of): { [Name in keyof Of]: Of[Name] & { readonly optional: true } } {
  const all = Object.entries(fields).map(([name, field]) => [name, optional(field)]);
  return Object.fromEntries(all) as never;
}

/** Some of the fields, by name. */
export function only<Of extends Fields, Name extends keyof Of>(fields: Of, ...names: Name[]): Pick<Of, Name> {
  return Object.fromEntries(names.map((name) => [name, fields[name]])) as unknown as Pick<Of, Name>;
}

/** All fields but these. */
export function without<Of extends Fields, Name extends keyof Of>(fields: Of, ...names: Name[]): Omit<Of, Name> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !(names as string[]).includes(name)),
  ) as unknown as Omit<Of, Name>;
}
