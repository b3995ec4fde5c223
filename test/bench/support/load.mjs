import autocannon from 'autocannon';
import { quantile } from './figures.mjs';
import { cpuMicroseconds } from './processes.mjs';

/**
 * Loads one HTTP server for `seconds` over `connections` and answers what came of it:
 * `{ rps, cpu_us, p50_ms, p95_ms, requests, failures }`, cpu_us the server's own CPU time for one request.
 * `next()` makes each request: `{ method, path, headers, body }`. `amount` ends the round early, after so many requests.
 * A round in which anything but a 2xx was answered is no measurement, so it throws.
 */
export async function loadHttp({ url, pid, next, connections = 25, seconds = 4, amount }) {
  const times = [];
  const refused = new Map();
  const cpuBefore = cpuMicroseconds(pid);
  const began = performance.now();
  const instance = autocannon({
    url,
    connections: Math.min(connections, amount ?? connections),
    ...(amount ? { amount } : { duration: seconds }),
    timeout: 30,
    requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
  });
  instance.on('response', (_client, status, _bytes, milliseconds) => {
    if (status >= 200 && status < 300) times.push(milliseconds);
    else refused.set(status, (refused.get(status) ?? 0) + 1);
  });
  const { errors } = await instance;
  const elapsed = (performance.now() - began) / 1000;
  if (refused.size > 0 || errors > 0 || times.length === 0) {
    const answers = [...refused].map(([status, count]) => `${count} × ${status}`).join(', ');
    throw new Error(`${url} did not answer every request well: ${answers || 'no refusals'}, ${errors} broken connections, ${times.length} good answers`);
  }
  const cpu = cpuMicroseconds(pid);
  return {
    rps: times.length / elapsed,
    cpu_us: cpu === null ? null : (cpu - cpuBefore) / times.length,
    p50_ms: quantile(times, 0.5),
    p95_ms: quantile(times, 0.95),
    requests: times.length,
  };
}
