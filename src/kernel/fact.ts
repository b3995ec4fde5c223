import { type DomainEvent } from './domain-event.js';
import { type Fields, type ValuesOf } from './fields.js';

/** Brings a fact's data from one shape to the next. Pure: the stored fact stays as it was sealed. */
export type Upcaster = (data: Record<string, unknown>) => Record<string, unknown>;

/** A kind of fact: its name, its data field by field, each marked, and how older shapes of it are read. */
export interface Fact<Name extends string = string, Of extends Fields = Fields> {
  readonly name: Name;
  readonly fields: Of;
  /** The first brings version 1 of the shape to version 2, and so on. */
  readonly upcasters: readonly Upcaster[];
}

const declared = new Map<string, Fact>();

/** Declares a kind of fact. A change of its shape adds one to `upcasters`. @throws where the name is taken */
export function fact<const Name extends string, Of extends Fields>(
  name: Name,
  fields: Of,
  upcasters: readonly Upcaster[] = [],
): Fact<Name, Of> {
  if (declared.has(name)) throw new Error(`There are two facts named ${name}.`);
  const made = { name, fields, upcasters };
  declared.set(name, made);
  return made;
}

/** The facts of a kind, as an aggregate records them; of several kinds their union. */
export type EventOf<Kind extends Fact> =
  Kind extends Fact<infer Name, infer Of> ? DomainEvent<Name, ValuesOf<Of>> : never;

/** The data of a kind of fact. */
export type DataOf<Kind extends Fact> = Kind extends Fact<string, infer Of> ? ValuesOf<Of> : never;

/** The version of a fact's shape that this build writes and reads; 1 for a name that it does not know. */
export function schemaOf(name: string): number {
  return 1 + (declared.get(name)?.upcasters.length ?? 0);
}

/** The fields of a kind of fact that are about a person, sealed with their key before anything is stored. */
export function personalFields({ fields }: Fact): string[] {
  return Object.keys(fields).filter((name) => fields[name]!.mark !== 'none');
}

/** A stored fact in its newest shape; one newer than this build stays as it is. */
export function lifted<Stored extends { event_type: string; schema_version: number; data: Record<string, unknown> }>(
  stored: Stored,
): Stored {
  const steps = declared.get(stored.event_type)?.upcasters.slice(stored.schema_version - 1) ?? [];
  if (steps.length === 0) return stored;
  const data = steps.reduce((present, step) => step(present), stored.data);
  return { ...stored, data, schema_version: stored.schema_version + steps.length };
}
