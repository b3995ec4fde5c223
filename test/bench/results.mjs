import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject } from '../../scripts/lib/commands.mjs';
import { warn } from '../../scripts/lib/terminal.mjs';

export const PARTS = ['http', 'profile', 'login', 'memory', 'deliveries', 'contracts', 'growth', 'processes'];
const NOTHING = {
  rows: [],
  profile: [],
  shares: [],
  login: [],
  latency: [],
  growth: [],
  plans: null,
  memory: null,
  processes: null,
};

/** Which part of the bench a row is of: its operation begins with the part's name, unless it is one over HTTP. */
const partOf = ({ operation }) =>
  ['login', 'deliveries', 'contracts'].find((part) => operation.startsWith(part)) ?? 'http';
const fileOf = (quick) => inProject('test/bench', quick ? 'results.quick.json' : 'results.json');

/**
 * Results to be filled in: empty, or those of the last run on this machine, of which `kept` tells by part when and from what they were
 * measured; what is measured now leaves it (see `begin`).
 */
export function openResults({ quick, anew }) {
  const now = circumstances();
  const file = fileOf(quick);
  const last = anew || !existsSync(file) ? null : JSON.parse(readFileSync(file, 'utf8'));
  const isHere = last && JSON.stringify(last.machine) === JSON.stringify(now.machine);
  if (last && !isHere) warn(`${path.basename(file)} is of another machine or another Node: nothing of it is kept.`);
  if (!isHere) return { ...now, ...structuredClone(NOTHING), failed: [], kept: {} };
  const { at, commit } = last;
  const has = (part) => last.rows.some((row) => partOf(row) === part) || [last[part]].flat().some(Boolean);
  const kept = Object.fromEntries(PARTS.filter(has).map((part) => [part, last.kept?.[part] ?? { at, commit }]));
  return { ...last, ...now, failed: [], kept };
}

/** This part is measured now: what an earlier run had of it goes. */
export function begin(results, part) {
  delete results.kept[part];
  results.rows = results.rows.filter((row) => partOf(row) !== part);
  const own =
    {
      deliveries: ['latency'],
      contracts: ['shares'],
      login: ['login'],
      growth: ['growth', 'plans'],
      profile: ['profile'],
      memory: ['memory'],
      processes: ['processes'],
    }[part] ?? [];
  for (const name of own) results[name] = structuredClone(NOTHING[name]);
}

/** Answers the file. */
export function write(results, quick) {
  const file = fileOf(quick);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** When, from what and on which machine the figures are. */
function circumstances() {
  const git = (...args) => execFileSync('git', args, { cwd: inProject(), encoding: 'utf8' }).trim();
  let commit = null;
  try {
    commit =
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', '--', 'src', 'migrations') ? ' and changes' : '');
  } catch {
    /* not a clone */
  }
  const [cpu] = os.cpus();
  return {
    at: new Date().toISOString(),
    commit,
    machine: {
      cpu: cpu?.model ?? 'unknown',
      cores: os.cpus().length,
      memory_gb: Math.round(os.totalmem() / 2 ** 30),
      os: `${os.type()} ${os.release()}`,
      node: process.version,
    },
  };
}
