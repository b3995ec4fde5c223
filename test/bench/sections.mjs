import { SINGLE } from './growth/operations.mjs';

/** What the original says of itself, in ms; shown beside, held against nobody. */
const STATED_MS = {
  'GET one prospect': 50,
  'POST prospect': 150,
  'POST eligibility check': 100,
  'POST quotes/generate': 3000,
  'POST accept': 200,
};
const SECONDS_A_DAY = 86_400;
const MINUTES_A_DAY = 1440;

const atLeast = (share, text = `≥ ${share.toFixed(2)}`) => ({
  text,
  reached: ({ ours_rps, limit_rps }) => ours_rps / limit_rps >= share,
});
/** How close to the limit, by what an operation's name begins with. */
const AIMS = [
  [/^(GET one|POST) /, atLeast(0.6)],
  [/^deliveries /, atLeast(0.5)],
  [/^contracts /, atLeast(0.9)],
  [/^login /, atLeast(1 / 1.15, '≥ 1 / 1.15')],
  [/^GET dashboard/, { text: 'p95 ≤ 2 ×', reached: ({ p95_ms, limit_p95_ms }) => p95_ms <= 2 * limit_p95_ms }],
];
const MOST_GROWTH = 1.25;
const SEARCH_BESIDE_READ = 50;
const MOST_MB = 300;

const SINGLE_ROW = new Set(SINGLE.map(({ name }) => name));
const isSearch = (operation) => operation.startsWith('search ');
const count = (number) => number.toLocaleString('en');
const verdict = (reached) => (reached ? 'yes' : 'no');

/**
 * What the results say, as `[{ title, header, rows, lines }]`, for the terminal and for docs/performance.md; a section without figures is left out.
 * `compact` leaves out most lists of the growing book.
 */
export function sectionsOf(results, { compact = false } = {}) {
  return [
    besideLimit(results),
    profile(results),
    login(results),
    shares(results),
    latency(results),
    growing(results, compact),
    plans(results),
    memory(results),
    processes(results),
    aDay(results),
    missing(results),
  ].filter(({ rows = [], lines = [] }) => rows.length + lines.length > 0);
}

function besideLimit({ rows }) {
  return {
    title: 'Ours beside the limit',
    header: [
      'operation',
      'ours/s',
      'limit/s',
      'ratio',
      'aim',
      'reached',
      'CPU µs',
      'limit CPU µs',
      'p50 ms',
      'p95 ms',
      'limit p95 ms',
      'stated ms',
    ],
    rows: rows.map((row) => {
      const aim = AIMS.find(([name]) => name.test(row.operation))?.[1];
      return [
        row.queue ? `${row.operation}, ${row.queue}` : row.operation,
        row.ours_rps,
        row.limit_rps,
        row.ratio,
        aim?.text,
        aim && verdict(aim.reached(row)),
        row.ours_cpu_us,
        row.limit_cpu_us,
        row.p50_ms,
        row.p95_ms,
        row.limit_p95_ms,
        STATED_MS[row.operation],
      ];
    }),
  };
}

/** The most first. */
function profile({ profile: parts = [] }) {
  return {
    title: "Where an operation's CPU time goes, µs a request while a profiler looks on",
    header: ['operation', 'part', 'ours', 'limit'],
    rows: [...Map.groupBy(parts, ({ operation }) => operation)].flatMap(([operation, rows]) =>
      rows
        .sort((a, b) => b.ours_us - a.ours_us)
        .map(({ part, ours_us, limit_us }) => [operation, part, ours_us, limit_us]),
    ),
  };
}

function login({ login: parts = [] }) {
  return { title: 'What a login waits for, ms', header: ['part', 'ms'], rows: parts.map(({ part, ms }) => [part, ms]) };
}

function shares({ shares: processes = [] }) {
  return {
    title: 'Whose CPU time a contract takes, µs (the program: the worker here, the loop that prints there)',
    header: ['process', 'ours', 'limit'],
    rows: processes.map(({ process, ours_us, limit_us }) => [process, ours_us, limit_us]),
  };
}

function latency({ latency: queues = [] }) {
  return {
    title: 'From commit to effect, idle (aim on Redis: p50 15 ms, p99 100 ms)',
    header: ['queue', 'p50 ms', 'p99 ms', 'probes'],
    rows: queues.map(({ queue, p50_ms, p99_ms, probes }) => [queue, p50_ms, p99_ms, probes]),
  };
}

/** One line an operation: every size's p50 and p95, and the biggest book's p50 beside the smallest's. */
function growing({ growth = [] }, compact) {
  const sizes = [...new Set(growth.map(({ prospects }) => prospects))].sort((a, b) => a - b);
  const read = growth.find(({ operation, prospects }) => operation === SINGLE[0].name && prospects === sizes.at(-1));
  const shown = (operation) =>
    !compact || SINGLE_ROW.has(operation) || operation.startsWith('dashboard') || operation.endsWith(', admin');
  return {
    title: `As the book grows: p50 · p95 in ms at so many prospects${compact ? " (of lists and searches the admin's, who sees most)" : ''}`,
    header: ['operation', ...sizes.map(count), 'p50 ratio', 'aim', 'reached'],
    rows: [...Map.groupBy(growth, ({ operation }) => operation)]
      .filter(([operation]) => shown(operation))
      .map(([operation, rows]) => {
        const of = sizes.map((size) => rows.find(({ prospects }) => prospects === size));
        const ratio = of.at(-1).p50_ms / of[0].p50_ms;
        const aim = SINGLE_ROW.has(operation)
          ? [`p50 ≤ ${MOST_GROWTH} ×`, verdict(ratio <= MOST_GROWTH)]
          : isSearch(operation) && read
            ? [
                `p95 ≤ ${SEARCH_BESIDE_READ} × p95 of ${read.operation}`,
                verdict(of.at(-1).p95_ms <= SEARCH_BESIDE_READ * read.p95_ms),
              ]
            : [null, null];
        return [
          operation,
          ...of.map(({ p50_ms, p95_ms }) => `${p50_ms.toFixed(2)} · ${p95_ms.toFixed(2)}`),
          ratio.toFixed(2),
          ...aim,
        ];
      }),
  };
}

function plans({ plans: found }) {
  if (!found) return {};
  const { explained, tables, scans, failed } = found;
  return {
    title: 'Plans on the biggest book',
    lines: [
      `${count(explained)} statements explained; ${scans.length === 0 ? 'none reads' : `${scans.length} read`} a table that grows (${tables.join(', ')}) from end to end.`,
      ...scans.map(
        ({ operation, tables: read, statement }) =>
          `${operation}: ${read.join(', ')} in ${statement.replace(/\s+/g, ' ').trim().slice(0, 200)}`,
      ),
      ...failed.map((failure) => `not answered: ${failure.replace(/\s+/g, ' ')}`),
    ],
  };
}

function memory({ memory: used }) {
  if (!used) return {};
  return {
    title: 'Memory after the run',
    header: ['API MB', 'worker MB', 'aim', 'reached', 'API bytes a request', 'requests'],
    rows: [
      [
        used.api_mb,
        used.worker_mb,
        `≤ ${MOST_MB} each`,
        verdict(used.api_mb <= MOST_MB && used.worker_mb <= MOST_MB),
        used.api_growth_bytes_per_request,
        count(used.requests),
      ],
    ],
  };
}

function processes({ processes: cases }) {
  return {
    title: 'More processes on this machine',
    header: ['operation', 'API', 'worker', 'per second', 'of one'],
    rows: (cases ?? []).map(({ operation, api, worker, rps, ratio }) => [operation, api, worker, rps, ratio]),
  };
}

/** What a day at this run's rates, each alone and kept up all day, would carry, beside what the original names. */
function aDay({ rows }) {
  const day = (what, row, units, named = null) => (row ? [[what, count(Math.round(row.ours_rps * units)), named]] : []);
  const of = (operation) => rows.find((row) => row.operation.startsWith(operation));
  return {
    title: 'A day at these rates',
    header: ['what', 'carried', 'the original names'],
    rows: [
      ...day('prospects read', of('GET one prospect'), SECONDS_A_DAY, '10,000 requests'),
      ...day('prospects made', of('POST prospect'), SECONDS_A_DAY, '10,000 requests'),
      ...day('quotes accepted', of('POST accept'), SECONDS_A_DAY),
      ...day('contracts printed', of('contracts'), MINUTES_A_DAY),
      ...rows
        .filter(({ operation }) => operation.startsWith('deliveries'))
        .flatMap((row) =>
          day(
            `deliveries through ${row.queue}, of which an event has one or more`,
            row,
            SECONDS_A_DAY,
            '100,000 … 1,000,000 events',
          ),
        ),
    ],
  };
}

function missing({ failed = [] }) {
  return {
    title: 'Could not be measured',
    lines: failed.map(({ part, message }) => `${part}: ${message.replace(/\s+/g, ' ')}`),
  };
}

/** One line: when, from what and where, and which parts are of an earlier run. */
export function circumstancesOf({ at, commit, machine, kept = {} }) {
  const when = (one) => `${one.at.slice(0, 10)}, commit ${one.commit ?? '–'}`;
  const earlier = Object.entries(kept)
    .map(([part, one]) => ` ${part}: ${when(one)}.`)
    .join('');
  return `${when({ at, commit })}, ${machine.cores} × ${machine.cpu}, ${machine.memory_gb} GB, Node ${machine.node}.${earlier}`;
}
