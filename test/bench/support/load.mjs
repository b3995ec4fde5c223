import autocannon from 'autocannon';
import { quantile } from './figures.mjs';
import { cpuMicroseconds } from './processes.mjs';

/** How often autocannon looks whether it is done. */
const LOOK_MS = 100;

/**
 * Loads one HTTP server for `seconds` over `connections` and answers what came of it:
 * `{ rps, cpu_us, p50_ms, p95_ms, requests }`, cpu_us the server's own CPU time for one request.
 * `next()` makes each request: `{ method, path, headers, body }`. `amount` ends the round early, after so many requests.
 * A round in which anything but a 2xx was answered is no measurement, so it throws.
 */
export async function loadHttp({ url, pid, next, connections = 25, seconds = 4, amount }) {
  const times = [];
  const refused = new Map();
  const cpuBefore = cpuMicroseconds(pid);
  const began = performance.now();
  let ended = began;
  let broken;
  const round = {};
  // One that cannot be made ends the round; thrown from in there it would end everything.
  const setupRequest = (request) => {
    try {
      return { ...request, ...next() };
    } catch (error) {
      broken ??= error;
      round.instance?.stop();
      return request;
    }
  };
  const instance = (round.instance = autocannon({
    url,
    connections: Math.min(connections, amount ?? connections),
    ...(amount ? { amount } : { duration: seconds }),
    timeout: 30,
    sampleInt: LOOK_MS,
    requests: [{ setupRequest }],
  }));
  instance.on('response', (_client, status, _bytes, milliseconds) => {
    ended = performance.now();
    if (status >= 200 && status < 300) times.push(milliseconds);
    else refused.set(status, (refused.get(status) ?? 0) + 1);
  });
  const { errors } = await instance;
  if (broken) throw broken;
  if (refused.size > 0 || errors > 0 || times.length === 0) {
    const answers = [...refused].map(([status, count]) => `${count} × ${status}`).join(', ');
    throw new Error(
      `${url} did not answer every request well: ${answers || 'no refusals'}, ${errors} broken connections, ${times.length} good answers`,
    );
  }
  const cpu = cpuMicroseconds(pid);
  return {
    rps: times.length / ((ended - began) / 1000),
    cpu_us: cpu === null ? null : (cpu - cpuBefore) / times.length,
    p50_ms: quantile(times, 0.5),
    p95_ms: quantile(times, 0.95),
    requests: times.length,
  };
}
