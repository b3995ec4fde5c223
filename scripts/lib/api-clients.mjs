import { rmSync } from 'node:fs';
import { ensureInstalled } from '../bootstrap.mjs';
import { execute, inProject } from './commands.mjs';

const CLIENTS = inProject('test/clients');
const DOCUMENT = '../../openapi.json';
// Nobody is told what was linted, nor asked whether there is a newer version.
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

const run = (file, args, environment = {}) =>
  execute(process.execPath, [file, ...args], { cwd: CLIENTS, env: { ...process.env, ...QUIET, ...environment } });
const tool = (file, args, environment) => run(`node_modules/${file}`, args, environment);

/**
 * Installs the linters and generators, by a lock of their own: they are no part of the product, and want another
 * TypeScript. None of their packages runs a script of its own.
 */
export function ensureClientTools() {
  // What an older document made would be compiled as well.
  rmSync(inProject('test/clients/generated'), { recursive: true, force: true });
  return ensureInstalled(CLIENTS, 'linters and generators', ['--ignore-scripts']);
}

/** What a frontend's tools make of openapi.json: those that judge it, those that write a client, and what compiles. */
export const CLIENT_CHECKS = [
  {
    label: 'OpenAPI by spectral',
    run: () => tool('@stoplight/spectral-cli/dist/index.js', ['lint', DOCUMENT, '--fail-severity=hint']),
  },
  { label: 'OpenAPI by redocly', run: () => tool('@redocly/cli/bin/cli.js', ['lint', DOCUMENT]) },
  { label: 'OpenAPI by swagger-parser', run: () => run('validate.mjs', []) },
  {
    label: 'client of hey-api',
    run: () =>
      tool('@hey-api/openapi-ts/bin/run.js', [
        ...['--input', DOCUMENT],
        ...['--output', 'generated/hey-api'],
        ...['--client', '@hey-api/client-fetch'],
        '--no-log-file',
      ]),
  },
  {
    label: 'client of openapi-typescript',
    run: () => tool('openapi-typescript/bin/cli.js', [DOCUMENT, '--output', 'generated/openapi-typescript/schema.ts']),
  },
  {
    label: 'client of orval 8',
    run: () => tool('orval/dist/bin/orval.mjs', ['--config', 'orval.config.cjs'], { ORVAL: 'orval-8' }),
  },
  {
    label: 'client of orval 7',
    run: () => tool('orval-7/dist/bin/orval.js', ['--config', 'orval.config.cjs'], { ORVAL: 'orval-7' }),
  },
  {
    label: 'client of swagger-typescript-api',
    run: () =>
      tool('swagger-typescript-api/dist/cli.mjs', [
        'generate',
        ...['--path', DOCUMENT],
        ...['--output', 'generated/swagger-typescript-api'],
        ...['--name', 'api.ts'],
      ]),
  },
  { label: 'clients compile strictly', afterAll: true, run: () => tool('typescript/bin/tsc', ['--project', '.']) },
];
