import { instant, int, none } from '../../kernel/fields.js';
import { table } from '../database/table.js';

/** One row per request that a minute allows, and when it was used last. */
export const LANGUAGE_MODEL_SLOT = table(
  'language_model_slot',
  { slot: none(int), used_at: none(instant) },
  { key: ['slot'] },
);
