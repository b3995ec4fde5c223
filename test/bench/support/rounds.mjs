import { median, rounded } from './figures.mjs';

/**
 * Measures both sides of one operation in turns, so that what changes on the machine meanwhile meets both alike, after one turn each
 * that does not count (`true`: warm up). `ours` and `limit` measure one turn: `{ rps, cpu_us, p50_ms, p95_ms }`. Answers the row of the results, medians of all turns.
 */
export async function compare(operation, { rounds, queue = null, ours, limit, warmUp = true }) {
  if (warmUp) {
    await limit(true);
    await ours(true);
  }
  const turns = { ours: [], limit: [] };
  for (let round = 0; round < rounds; round += 1) {
    turns.ours.push(await ours(false));
    turns.limit.push(await limit(false));
  }
  const of = (side, figure) => median(turns[side].map((turn) => turn[figure]));
  const [oursRps, limitRps] = [of('ours', 'rps'), of('limit', 'rps')];
  return {
    operation,
    queue,
    ours_rps: rounded(oursRps, 1),
    limit_rps: rounded(limitRps, 1),
    ratio: rounded(oursRps / limitRps, 2),
    ours_cpu_us: rounded(of('ours', 'cpu_us')),
    limit_cpu_us: rounded(of('limit', 'cpu_us')),
    p50_ms: rounded(of('ours', 'p50_ms'), 2),
    p95_ms: rounded(of('ours', 'p95_ms'), 2),
    limit_p95_ms: rounded(of('limit', 'p95_ms'), 2),
  };
}
