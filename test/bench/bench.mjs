import { existsSync } from 'node:fs';
import { inProject } from '../../scripts/lib/commands.mjs';
import { heading, paint, say } from '../../scripts/lib/terminal.mjs';
import { measureContracts } from './contracts.mjs';
import { measureDeliveries } from './deliveries.mjs';
import { measureHttp } from './http.mjs';
import { measureLogin } from './login.mjs';
import { measureMemory } from './memory.mjs';
import { circumstances, print, write } from './results.mjs';
import { startDurable } from './support/system.mjs';

/** How long everything is measured, and on how much. */
const FULL = {
  rounds: 3, seconds: 4, prospects: 100_000, dashboards: 100, deliveries: 3000, probes: 100, contracts: 40, requests: 100_000, sizes: [1000, 100_000, 1_000_000],
};
const QUICK = {
  rounds: 1, seconds: 1, prospects: 20_000, dashboards: 25, deliveries: 1000, probes: 20, contracts: 12, requests: 5000, sizes: [1000, 100_000],
};

/** Measures everything, or with `--only http,growth` some of it; prints the table and writes the results. It reports and never asserts. */
export async function bench(args) {
  const quick = args.includes('--quick');
  const only = args[args.indexOf('--only') + 1]?.split(',');
  const wanted = (part) => !args.includes('--only') || only.includes(part);
  const plan = { ...(quick ? QUICK : FULL), say: (text) => say(paint.dim(`… ${text}`)) };
  heading(`What this machine carries${quick ? ', in short' : ''}`);
  const results = { ...circumstances(), rows: [], latency: [], growth: [], memory: null, processes: null };
  if (['http', 'deliveries', 'contracts', 'login', 'memory'].some(wanted)) await measureSystem(results, plan, wanted);
  if (wanted('growth')) {
    const growth = await optional('growth/growth.mjs', 'measureGrowth', { ...plan, quick });
    results.growth = growth?.rows ?? growth ?? [];
    if (growth?.plans) results.plans = growth.plans;
  }
  if (wanted('processes')) results.processes = await optional('processes.mjs', 'measureProcesses', plan);
  print(results);
  write(results, quick);
}

async function measureSystem(results, plan, wanted) {
  const server = await startDurable();
  // What follows works on what the operations over HTTP have left.
  const http = await measureHttp(server, plan);
  results.rows.push(...http.rows);
  if (wanted('login')) results.rows.push(...(await measureLogin(http.api, plan)));
  if (wanted('memory')) results.memory = await measureMemory(server, http, plan);
  await http.api.stop();
  if (wanted('deliveries')) {
    const { rows, latency } = await measureDeliveries(server, plan);
    results.rows.push(...rows);
    results.latency = latency;
  }
  if (wanted('contracts')) results.rows.push(...(await measureContracts(server, plan)));
  await server.stop();
}

/** A part that stands in a file of its own. */
async function optional(file, name, plan) {
  if (!existsSync(inProject('test/bench', file))) return null;
  plan.say(file);
  return (await import(`./${file}`))[name](plan);
}
