import { existsSync } from 'node:fs';
import { CLIENT_CHECKS } from './api-clients.mjs';
import { program, programFile, tool } from './commands.mjs';
import { duration, paint, say } from './terminal.mjs';

/** What guards a change without running it: each check is one line, and one passed or failed in the sum. */
const CHECKS = [
  { label: 'lint', run: () => tool('eslint/bin/eslint.js', ['.', '--max-warnings=0']) },
  {
    label: 'formatting',
    run: () => tool('prettier/bin/prettier.cjs', ['--check', '--cache', '--log-level=warn', '.']),
  },
  { label: 'types', run: () => tool('typescript/bin/tsc', ['-p', 'tsconfig.check.json']) },
  {
    label: 'arrows',
    run: () =>
      tool('dependency-cruiser/bin/dependency-cruiser.mjs', [
        'src',
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err',
      ]),
  },
  { label: 'unused', run: () => tool('knip/bin/knip.js', ['--no-progress']) },
  {
    label: 'schema and OpenAPI drift',
    given: () => existsSync(programFile('openapi')),
    run: (environment) => program('openapi', ['--check'], { env: environment }),
  },
  ...CLIENT_CHECKS,
];

/** Two cores are what a small machine has. */
const AT_ONCE = 2;

/**
 * Runs the checks, two at a time and all of them whatever fails, and tells of them in their order; `environment` names a
 * database for the drift check.
 */
export async function runChecks(environment) {
  const sum = { passed: 0, failed: 0 };
  for (const judgement of judged(
    CHECKS.filter((check) => check.given?.() ?? true),
    environment,
  )) {
    const { label, code, output, took } = await judgement;
    say(`${code === 0 ? paint.green('✓') : paint.red('✗')} ${label} ${paint.dim(`· ${duration(took)}`)}`);
    if (code !== 0) say(output.trim());
    sum[code === 0 ? 'passed' : 'failed'] += 1;
  }
  return sum;
}

/** A promise for each check. */
function judged(checks, environment) {
  const judgements = checks.map(() => Promise.withResolvers());
  const waiting = checks.entries();
  const lane = async () => {
    for (const [index, { label, run, afterAll }] of waiting) {
      if (afterAll) await Promise.all(judgements.slice(0, index).map(({ promise }) => promise));
      const began = Date.now();
      const { code, output } = await run(environment);
      judgements[index].resolve({ label, code, output, took: Date.now() - began });
    }
  };
  for (let lanes = 0; lanes < AT_ONCE; lanes += 1) void lane();
  return judgements.map(({ promise }) => promise);
}
