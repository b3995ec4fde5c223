import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execute, inProject } from './commands.mjs';
import { throwAwayDir } from './folders.mjs';
import { paint, say } from './terminal.mjs';

/** Spec files at a time: what starts whole systems waits for them much of the time, so that two cores can have three. */
const AT_ONCE = { unit: 2, e2e: 3 };

/**
 * Runs one of Jest's projects (`unit`, `e2e`, `scale`), `workers` spec files at a time, and answers `{ passed, failed,
 * skipped }`; a spec file that cannot even be loaded counts as one failed, and so do patterns that no spec file matches.
 * `groups` (not enumerable) has the same sums, and seconds, by the outermost `describe`.
 */
export async function runJest(projectName, args = [], environment = process.env, workers = AT_ONCE[projectName]) {
  const folder = await throwAwayDir('jest');
  const outputFile = path.join(folder, 'result.json');
  // What tests lay down for a while goes with the run, also when it is killed.
  const TMPDIR = path.join(folder, 'tmp');
  mkdirSync(TMPDIR, { mode: 0o711 });
  const { code } = await execute(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      inProject('node_modules/jest/bin/jest.js'),
      // First, since --selectProjects and --reporters would swallow the patterns that follow them.
      ...args,
      '--selectProjects',
      projectName,
      workers === 1 ? '--runInBand' : `--maxWorkers=${workers}`,
      '--json',
      `--outputFile=${outputFile}`,
      `--reporters=${inProject('scripts/lib/jest-reporter.mjs')}`,
      `--testSequencer=${inProject('scripts/lib/jest-sequencer.mjs')}`,
    ],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
      onOutput: (text) => process.stderr.write(withoutNoise(text)),
      env: { ...environment, TMPDIR },
    },
  );
  const result = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined;
  const sum = result ? summary(result) : { passed: 0, failed: 0, skipped: 0 };
  Object.defineProperty(sum, 'groups', { value: groupsOf(result?.testResults ?? []) });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // Jest may fail without a failed test (a bad option, a crash): that must not pass for success.
  if (code !== 0 && sum.failed === 0) sum.failed = 1;
  if (sum.skipped > 0) say(paint.dim(`  ${sum.skipped} skipped`));
  return sum;
}

/** What Jest says about itself and about packages, which nobody can act on. */
function withoutNoise(text) {
  return text
    .split('\n')
    .filter((line) => !/^(Running one project|Test results written to|Jest: importing JSON without)/.test(line))
    .join('\n');
}

function groupsOf(files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  return [...Map.groupBy(tests, ({ ancestorTitles: [title] }) => title)].map(([title, all]) => {
    const count = (status) => all.filter((one) => one.status === status).length;
    return {
      title,
      passed: count('passed'),
      failed: count('failed'),
      skipped: all.length - count('passed') - count('failed'),
      seconds: all.reduce((sum, { duration }) => sum + (duration ?? 0), 0) / 1000,
    };
  });
}

function summary({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests }) {
  return {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites,
    skipped: numPendingTests + numTodoTests,
  };
}
