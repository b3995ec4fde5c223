import { appendFileSync } from 'node:fs';
import pg from 'pg';

/**
 * Loaded before the API (`NODE_OPTIONS=--import=…`): notes every statement that goes to PostgreSQL, with its bound values as the planner
 * gets to see them, in the file that RECORD_STATEMENTS names, one JSON text a line.
 */
const file = process.env.RECORD_STATEMENTS;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (config, values, ...rest) {
  const text = typeof config === 'string' ? config : config?.text;
  const bound = Array.isArray(values) ? values : (config?.values ?? []);
  if (file && text) appendFileSync(file, `${JSON.stringify({ text, values: bound })}\n`);
  return query.call(this, config, values, ...rest);
};
