import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { readArguments } from './lib/arguments.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { inProject } from './lib/commands.mjs';
import { MEASURED, ROWS } from './lib/fault-rows.mjs';
import { throwAwayDir } from './lib/folders.mjs';
import { runJest } from './lib/jest.mjs';
import { run } from './lib/lifecycle.mjs';
import { startTestServices } from './lib/test-services.mjs';
import { Failure, duration, heading, paint, say } from './lib/terminal.mjs';

const HELP = `npm run faults -- [--accepts 5000] [--seed N] [--trials ci|long] [--only table|storm] [--rows REGEXP]
  --accepts  acknowledged acceptances that end the storm
  --seed     reruns the storm's plan of faults
  --trials   how often each row of the fault table is tried
  --only     the table or the storm alone
  --rows     rows whose name or spec matches this alone, without the storm`;

/** The long fault run: the fault table row by row, then everything at once; ends with a table and faults-report.json. */
await run(async () => {
  const options = read();
  await bootstrap(import.meta.url);
  await ensureBuilt();
  const services = await startTestServices();
  await ensureBrowser();
  const report = path.join(await throwAwayDir('report'), 'lines.jsonl');
  const environment = {
    ...services.environment,
    FAULT_REPORT: report,
    FAULT_TRIALS: options.trials,
    ...(options.trials === 'long' && { PROPERTY_RUNS: '1000000' }),
    STORM_ACCEPTS: String(options.accepts),
    ...(options.seed && { STORM_SEED: String(options.seed) }),
  };
  const began = Date.now();
  const lines = [];
  if (options.only !== 'storm') lines.push(...(await table(options, environment, report)));
  if (options.only !== 'table' && !options.rows) {
    heading('Everything at once');
    lines.push(...(await measured('faults/storm', environment, report)));
  }
  return conclude(lines, options, Date.now() - began);
});

function read() {
  const values = readArguments(HELP, {
    accepts: { type: 'string', default: '5000' },
    seed: { type: 'string' },
    trials: { type: 'string', default: 'long' },
    only: { type: 'string' },
    rows: { type: 'string' },
  });
  const { accepts, seed, trials, only, rows } = values;
  const valid = Number(accepts) > 0 && (seed === undefined || Number(seed) >= 0) && ['ci', 'long'].includes(trials);
  if (!valid || ![undefined, 'table', 'storm'].includes(only)) throw new Failure('These options are not known.', HELP);
  const all = [...MEASURED, ...ROWS.map(({ fault, spec }) => `${fault} ${spec}`)];
  if (rows && (only === 'storm' || !all.some(matching(rows))))
    throw new Failure(`No row of the fault table is thrown by --rows ${rows}.`, HELP);
  return values;
}

function matching(rows) {
  return (text) => !rows || new RegExp(rows, 'i').test(text);
}

async function table({ trials, rows }, environment, report) {
  const wanted = matching(rows);
  const lines = [];
  for (const spec of MEASURED.filter(wanted)) {
    heading(spec);
    lines.push(...(await measured(spec, environment, report)));
  }
  for (const { fault, project = 'e2e', spec, ...runs } of ROWS) {
    if (!wanted(`${fault} ${spec}`)) continue;
    heading(fault);
    const line = { fault, trials: 0, violations: 0 };
    let skipping = 0;
    for (let round = 1; round <= runs[trials]; round += 1) {
      const { passed, failed, skipped } = await runJest(project, [spec], environment, 1);
      line.trials += passed + failed;
      line.violations += failed;
      skipping += skipped;
    }
    lines.push(line.trials > 0 ? line : nothingThrown(fault, skipping, environment));
  }
  return lines;
}

/** What threw nothing has shown nothing: a violation, unless it needs a Redis where none can be had. */
function nothingThrown(fault, skipped, environment) {
  if (skipped > 0 && !environment.TEST_REDIS_URL) return { fault, trials: 0, note: 'skipped: no Redis' };
  return { fault, trials: 0, violations: 1, note: 'nothing was thrown' };
}

/** A spec's own lines; what failed without one is a line as well. */
async function measured(spec, environment, report) {
  const before = linesOf(report).length;
  const { failed, skipped } = await runJest('e2e', [spec], environment, 1);
  const lines = linesOf(report).slice(before);
  const counted = lines.reduce((sum, { violations = 0 }) => sum + violations, 0);
  if (failed > 0 && counted === 0)
    lines.push({ fault: spec, trials: failed, violations: failed, note: 'failed, see above' });
  if (lines.length === 0) lines.push(nothingThrown(spec, skipped, environment));
  return lines;
}

function linesOf(report) {
  return existsSync(report)
    ? readFileSync(report, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
}

function conclude(lines, options, took) {
  for (const line of lines) line.recovery = percentiles(line.recoveries);
  const file = inProject('faults-report.json');
  writeFileSync(
    file,
    `${JSON.stringify({ ...options, node: process.version, took_seconds: Math.round(took / 1000), faults: lines }, null, 2)}\n`,
  );
  heading('What was thrown, and what came of it');
  const width = Math.max(...lines.map((line) => line.fault.length), 5);
  say(paint.dim(`  ${'fault'.padEnd(width)}  trials  violations  recovery p50 / p95 / p99`));
  for (const { fault, trials, violations, recovery, note } of lines) {
    const broken = violations === undefined ? '' : String(violations);
    const figures = recovery
      ? [recovery.p50, recovery.p95, recovery.p99].map((ms) => `${(ms / 1000).toFixed(1)} s`).join(' / ')
      : '';
    const counted = violations > 0 ? paint.red(broken.padStart(10)) : broken.padStart(10);
    say(
      `  ${fault.padEnd(width)}  ${String(trials).padStart(6)}  ${counted}  ${figures}${note ? paint.dim(`  ${note}`) : ''}`,
    );
  }
  const violations = lines.reduce((sum, line) => sum + (line.violations ?? 0), 0);
  const thrown = lines.reduce((sum, line) => sum + (line.violations === undefined ? 0 : line.trials), 0);
  say(
    `\n${thrown} faults and attacks, ${violations} violations, ${duration(took)}; in full: ${path.relative(process.cwd(), file)}`,
  );
  return violations > 0 ? 1 : 0;
}

function percentiles(milliseconds) {
  if (!milliseconds?.length) return undefined;
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
