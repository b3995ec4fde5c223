import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { inProject } from '../../scripts/lib/commands.mjs';
import { heading, say } from '../../scripts/lib/terminal.mjs';
import { table } from '../../scripts/lib/story.mjs';

/** What the original says of itself, in ms; shown beside, held against nobody. */
const STATED_MS = {
  'GET one prospect': 50, 'POST prospect': 150, 'POST eligibility check': 100, 'POST quotes/generate': 3000, 'POST accept': 200,
};
/** A day of the original's: requests, and events now and later. */
const STATED_A_DAY = { requests: 10_000, events: 100_000, events_later: 1_000_000 };
const SECONDS_A_DAY = 86_400;
const MARKS = ['<!-- bench -->', '<!-- /bench -->'];

/** When, from what and on which machine the figures are. */
export function circumstances() {
  const git = (...args) => execFileSync('git', args, { cwd: inProject(), encoding: 'utf8' }).trim();
  let commit = null;
  try {
    commit = git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'migrations') ? ' and changes' : '');
  } catch { /* not a clone */ }
  const [cpu] = os.cpus();
  return {
    at: new Date().toISOString(), commit,
    machine: { cpu: cpu?.model ?? 'unknown', cores: os.cpus().length, memory_gb: Math.round(os.totalmem() / 2 ** 30), os: `${os.type()} ${os.release()}`, node: process.version },
  };
}

export function write(results, quick) {
  const file = inProject('test/bench', quick ? 'results.quick.json' : 'results.json');
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  say(`\nwritten to ${file}`);
  if (!quick) refreshReadme(results);
}

/** What a day of this run's rates would carry, at half of what the slowest write allowed, beside what the original names. */
function aDay({ rows }) {
  const rate = (operation) => rows.find((row) => row.operation.startsWith(operation))?.ours_rps;
  const day = (rps) => (rps === undefined ? null : Math.round(rps * SECONDS_A_DAY));
  return [
    ['requests (reads)', day(rate('GET one prospect')), STATED_A_DAY.requests],
    ['accepted quotes', day(rate('POST accept')), null],
    ['events delivered', day(rate('deliveries')), `${STATED_A_DAY.events} … ${STATED_A_DAY.events_later}`],
  ].filter(([, carried]) => carried !== null);
}

const HEADER = ['operation', 'ours/s', 'limit/s', 'ratio', 'CPU µs', 'limit CPU µs', 'p50 ms', 'p95 ms', 'stated ms'];
const cellsOf = (row) => [
  row.queue ? `${row.operation}, ${row.queue}` : row.operation, row.ours_rps, row.limit_rps, row.ratio, row.ours_cpu_us, row.limit_cpu_us, row.p50_ms,
  row.p95_ms, STATED_MS[row.operation] ?? null,
];

export function print(results) {
  heading('Ours beside the limit');
  table(HEADER, results.rows.map(cellsOf));
  if (results.latency?.length) {
    heading('From commit to effect, idle');
    table(['queue', 'p50 ms', 'p99 ms', 'probes'], results.latency.map(({ queue, p50_ms, p99_ms, probes }) => [queue, p50_ms, p99_ms, probes]));
  }
  if (results.growth?.length) {
    heading('As the book grows');
    table(['operation', 'prospects', 'p50 ms', 'p95 ms'], results.growth.map(({ operation, prospects, p50_ms, p95_ms }) => [operation, prospects, p50_ms, p95_ms]));
  }
  if (results.memory) {
    heading('Memory');
    table(Object.keys(results.memory), [Object.values(results.memory)]);
  }
  if (results.processes) {
    heading('More processes');
    say(JSON.stringify(results.processes, null, 2));
  }
  const days = aDay(results);
  if (days.length > 0) {
    heading('A day at these rates');
    table(['what', 'carried', 'the original names'], days);
  }
}

/** Puts the table between the README's marks; without them it is left alone. */
export function refreshReadme(results) {
  const file = inProject('README.md');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [from, to] = MARKS.map((mark) => text.indexOf(mark));
  if (from < 0 || to < from) return;
  const line = (cells) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
  const { at, commit, machine, rows, latency = [], memory } = results;
  const lines = [
    MARKS[0], '',
    `${at.slice(0, 10)}, commit ${commit ?? '–'}, ${machine.cores} × ${machine.cpu}, ${machine.memory_gb} GB, Node ${machine.node}.`, '',
    line(HEADER), line(HEADER.map(() => '---')), ...rows.map((row) => line(cellsOf(row))), '',
    ...latency.map(({ queue, p50_ms, p99_ms }) => `From commit to effect on an idle system, ${queue}: p50 ${p50_ms} ms, p99 ${p99_ms} ms.`),
    ...(memory ? [`Memory after the run: API ${memory.api_mb} MB, worker ${memory.worker_mb} MB; ${memory.api_growth_bytes_per_request} bytes a request over ${memory.requests} requests.`] : []),
    '',
  ];
  writeFileSync(file, text.slice(0, from) + lines.join('\n') + text.slice(to));
}
