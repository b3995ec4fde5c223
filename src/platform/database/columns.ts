import { Column, type ColumnOptions, type ValueTransformer } from 'typeorm';

const isoInstant: ValueTransformer = {
  from: (value: Date | string | null) => (value instanceof Date ? value.toISOString() : value),
  to: (value: string | null) => value,
};

/** A `timestamptz` column whose value in the program is ISO 8601 UTC text. */
export function InstantColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'timestamptz', transformer: isoInstant });
}

/** A `numeric` column whose value in the program is Money: exact text with two decimals. */
export function MoneyColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'numeric', precision: 14, scale: 2 });
}

/** A `date` column whose value in the program is `YYYY-MM-DD`. */
export function DayColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'date' });
}
