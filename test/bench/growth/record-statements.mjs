import pg from 'pg';

/**
 * Loaded before the API (`node --import`), for the bench alone: while its parent says so, every statement that goes to
 * PostgreSQL is told to the parent with its bound values, as the planner gets to see it.
 */
let recording = false;
process.on('message', (message) => {
  if (message?.record !== undefined) recording = message.record;
});

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (config, values, ...rest) {
  if (recording) {
    const text = typeof config === 'string' ? config : config?.text;
    const bound = Array.isArray(values) ? values : config?.values;
    if (text) process.send({ statement: { text, values: bound ?? [] } });
  }
  return query.call(this, config, values, ...rest);
};
