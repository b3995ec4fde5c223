import { existsSync } from 'node:fs';
import { CLIENT_CHECKS } from './api-clients.mjs';
import { program, programFile, tool } from './commands.mjs';
import { Failure, step } from './terminal.mjs';

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
  {
    label: 'schema and OpenAPI drift',
    given: () => existsSync(programFile('openapi')),
    run: (environment) => program('openapi', ['--check'], { env: environment }),
  },
  ...CLIENT_CHECKS,
];

/**
 * Runs the checks one after the other, all of them whatever fails; `environment` names a database for the drift check.
 */
export async function runChecks(environment) {
  const sum = { passed: 0, failed: 0 };
  for (const { label, run } of CHECKS.filter((check) => check.given?.() ?? true)) {
    try {
      await step(label, async () => {
        const { code, output } = await run(environment);
        if (code !== 0) throw new Failure(`${label} failed`, '', output);
      });
      sum.passed += 1;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      process.stdout.write(`${error.output.trim()}\n`);
      sum.failed += 1;
    }
  }
  return sum;
}
