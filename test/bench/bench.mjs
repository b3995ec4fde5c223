import { Failure, heading, paint, say, warn } from '../../scripts/lib/terminal.mjs';
import { measureAgainst } from './against.mjs';
import { measureContracts } from './contracts.mjs';
import { measureDeliveries } from './deliveries.mjs';
import { measureGrowth } from './growth/growth.mjs';
import { measureHttp } from './http.mjs';
import { measureLogin } from './login.mjs';
import { measureMemory } from './memory.mjs';
import { refreshPage } from './page.mjs';
import { print } from './printing.mjs';
import { measureProfile } from './profile.mjs';
import { measureProcesses } from './processes.mjs';
import { begin, openResults, PARTS, write } from './results.mjs';
import { tidily } from './support/started.mjs';
import { startDurable } from './support/system.mjs';

/** How long everything is measured, and on how much; `seconds` of a turn, `warmUp` before the first, `worked` in milliseconds, `counts` of processes. */
const FULL = {
  rounds: 3,
  seconds: 4,
  warmUp: 8,
  prospects: 100_000,
  dashboards: 100,
  deliveries: 3000,
  probes: 100,
  contracts: 40,
  contractsBefore: 160,
  requests: 100_000,
  worked: 10_000,
  counts: [1, 2, 4],
  sizes: [1000, 100_000, 1_000_000],
};
const QUICK = {
  rounds: 1,
  seconds: 1,
  warmUp: 2,
  prospects: 20_000,
  dashboards: 25,
  deliveries: 1000,
  probes: 20,
  contracts: 12,
  contractsBefore: 24,
  requests: 5000,
  worked: 3000,
  counts: [1, 2],
  sizes: [1000, 100_000],
};

/**
 * Measures everything, or with `--only http,growth` some of it; prints the tables and writes the results, after each part and whatever became of
 * the others. It reports and never asserts; answers the exit code, 1 where something could not be measured.
 */
export async function bench(args) {
  const quick = args.includes('--quick');
  const only = args.includes('--only') ? partsOf(args[args.indexOf('--only') + 1]) : null;
  const wanted = (part) => only === null || only.includes(part);
  heading(`What this machine carries${quick ? ', in short' : ''}`);
  const results = openResults({ quick, anew: only === null });
  const attempt = async (part, work) => {
    try {
      await work();
    } catch (error) {
      warn(`${part} could not be measured: ${error.message}`);
      if (process.env.DEBUG) say(error.stack);
      results.failed.push({ part, message: error.message });
    }
  };
  const measure = async (part, work) => {
    begin(results, part);
    await attempt(part, work);
    write(results, quick);
  };
  const plan = { ...(quick ? QUICK : FULL), quick, attempt, say: (text) => say(paint.dim(`… ${text}`)) };
  if (args.includes('--against')) {
    const program = args[args.indexOf('--against') + 1];
    await tidily(async () => measureAgainst(await startDurable(), program, plan));
    return results.failed.length > 0 ? 1 : 0;
  }
  if (['http', 'profile', 'deliveries', 'contracts', 'login', 'memory'].some(wanted)) {
    await attempt('the system', () =>
      tidily(() =>
        measureSystem(results, plan, (part, work) => wanted(part) && measure(part, () => tidily(work)), measure),
      ),
    );
  }
  if (wanted('growth')) {
    await measure('growth', async () => {
      const { rows, plans } = await measureGrowth(plan);
      Object.assign(results, { growth: rows, plans });
    });
  }
  if (wanted('processes')) {
    await measure('processes', () =>
      tidily(async () => {
        results.processes = await measureProcesses(plan);
      }),
    );
  }
  print(results);
  say(`\nwritten to ${write(results, quick)}`);
  if (!quick) refreshPage(results);
  return results.failed.length > 0 ? 1 : 0;
}

function partsOf(list = '') {
  const named = list.split(',');
  const unknown = named.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Failure(`The bench has no part "${unknown}".`, `Its parts: ${PARTS.join(', ')}`);
  return named;
}

async function measureSystem(results, plan, ifWanted, measure) {
  const server = await startDurable();
  await tidily(async () => {
    // What follows works on what the operations over HTTP have left, so they are always measured; the API stays for the memory.
    let http;
    await measure('http', async () => {
      http = await measureHttp(server, plan);
      results.rows.push(...http.rows);
    });
    if (!http) return;
    await ifWanted('profile', async () => {
      results.profile = await measureProfile(server, http.single, plan);
    });
    await ifWanted('login', async () => {
      const { rows, parts } = await measureLogin(server, plan);
      results.rows.push(...rows);
      results.login = parts;
    });
    await ifWanted('memory', async () => {
      results.memory = await measureMemory(server, http, plan);
    });
  });
  await ifWanted('deliveries', async () => {
    const { rows, latency } = await measureDeliveries(server, plan);
    results.rows.push(...rows);
    results.latency = latency;
  });
  await ifWanted('contracts', async () => {
    const { rows, shares } = await measureContracts(server, plan);
    results.rows.push(...rows);
    results.shares = shares;
  });
}
