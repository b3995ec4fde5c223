import { writeFileSync } from 'node:fs';
import pg from 'pg';

/**
 * Loaded before an API whose statements are timed: SIGUSR2 begins, a second one ends it and writes `{ commits, others }`, each
 * `{ count, ms }`, to TIMINGS, after which the file `TIMINGS.done` tells that it is whole.
 */
const { query } = pg.Client.prototype;
let timed;
pg.Client.prototype.query = function (config, ...rest) {
  const began = performance.now();
  const answer = query.call(this, config, ...rest);
  const of = timed?.[(config.text ?? config) === 'COMMIT' ? 'commits' : 'others'];
  const note = () => {
    of.count += 1;
    of.ms += performance.now() - began;
  };
  if (of) answer?.then?.(note, note);
  return answer;
};
process.on('SIGUSR2', () => {
  if (!timed) {
    timed = { commits: { count: 0, ms: 0 }, others: { count: 0, ms: 0 } };
    return;
  }
  writeFileSync(process.env.TIMINGS, JSON.stringify(timed));
  writeFileSync(`${process.env.TIMINGS}.done`, '');
  timed = undefined;
});
