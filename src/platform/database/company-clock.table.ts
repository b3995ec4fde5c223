import { boolean, interval, none } from '../../kernel/fields.js';
import { table } from './table.js';

/** By how much the company's time is off the database's, in its one row; `company_now()` is both together. */
export const COMPANY_CLOCK = table(
  'company_clock',
  { only_row: none(boolean), clock_offset: none(interval) },
  { key: ['only_row'] },
);
