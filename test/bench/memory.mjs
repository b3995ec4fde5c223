import { sleep } from '../../scripts/lib/commands.mjs';
import { loadHttp } from './support/load.mjs';
import { rounded } from './support/figures.mjs';
import { residentBytes } from './support/processes.mjs';
import { startRole } from './support/system.mjs';

const MEGABYTE = 1_048_576;

/**
 * Resident memory after the run, and how the API's grows over many requests: bytes per request, by least squares over ten samples after a
 * first tenth that warms up. The worker is looked at while it works on what the run has left for it.
 */
export async function measureMemory(server, { api, read: [, next] }, { requests, worked, say }) {
  say(`memory over ${requests.toLocaleString('en')} requests`);
  const load = (amount) => loadHttp({ url: api.url, pid: api.pid, next, amount });
  await load(requests / 10);
  const samples = [[0, residentBytes(api.pid)]];
  for (let part = 1; part <= 10; part += 1) {
    await load(requests / 10);
    samples.push([part * (requests / 10), residentBytes(api.pid)]);
  }
  const worker = await startRole('worker', {
    ...server.environment,
    ...(server.redis && { REDIS_URL: server.redis.url }),
  });
  await sleep(worked);
  const result = {
    api_mb: rounded(samples.at(-1)[1] / MEGABYTE),
    worker_mb: rounded(residentBytes(worker.pid) / MEGABYTE),
    requests,
    api_growth_bytes_per_request: rounded(slope(samples), 1),
  };
  await worker.stop();
  return result;
}

function slope(points) {
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  return (
    points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
    points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  );
}
