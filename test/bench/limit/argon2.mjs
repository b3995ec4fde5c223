/** Argon2 alone, with the API's parameters, in so many lines at once: `{ seconds, lines }` in, `{ rps, p50_ms, p95_ms, requests }` out. */
import { hash, verify } from '@node-rs/argon2';
import { quantile } from '../support/figures.mjs';

const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const PASSWORD = 'correct-horse-battery-staple';
const kept = await hash(PASSWORD, OPTIONS);

process.on('message', async ({ seconds, lines }) => {
  const times = [];
  const began = performance.now();
  const line = async () => {
    while (performance.now() - began < seconds * 1000) {
      const start = performance.now();
      await verify(kept, PASSWORD, OPTIONS);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
  process.send({
    rps: times.length / ((performance.now() - began) / 1000),
    p50_ms: quantile(times, 0.5),
    p95_ms: quantile(times, 0.95),
    requests: times.length,
  });
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.send({ type: 'ready' });
