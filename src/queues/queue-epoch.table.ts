import { boolean, none, nullable, text } from '../kernel/fields.js';
import { table } from '../platform/database/table.js';

/** The twin of the key in Redis, in its one row; null until Redis was seen first. */
export const QUEUE_EPOCH = table(
  'queue_epoch',
  { only_row: none(boolean), token: none(nullable(text)) },
  { key: ['only_row'] },
);
