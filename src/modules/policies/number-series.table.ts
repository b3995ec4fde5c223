import { int, none, text } from '../../kernel/fields.js';
import { table } from '../../platform/database/table.js';

/** The last number given of each series, `policy-2026` for one. */
export const NUMBER_SERIES = table(
  'number_series',
  { series: none(text), last_number: none(int) },
  { key: ['series'] },
);
