import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inProject, tool } from './commands.mjs';
import { Failure, step } from './terminal.mjs';

const FOLDER = 'client';

/** Makes the typed client of openapi.json in `client`, unless it is there already. */
export async function ensureClient() {
  const stampFile = inProject(FOLDER, '.stamp');
  const stamp = clientStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await step('typed client', async () => {
    rmSync(inProject(FOLDER), { recursive: true, force: true });
    const { code, output } = await tool('@hey-api/openapi-ts/bin/run.js', [
      ...['--input', inProject('openapi.json')],
      ...['--output', inProject(FOLDER)],
      ...['--client', '@hey-api/client-fetch'],
      '--no-log-file',
    ]);
    if (code !== 0)
      throw new Failure('The typed client cannot be made.', 'Is openapi.json as npm run openapi writes it?', output);
    writeFileSync(stampFile, stamp);
  });
}

function clientStamp() {
  const { devDependencies } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  return createHash('sha256')
    .update(devDependencies['@hey-api/openapi-ts'])
    .update(readFileSync(inProject('openapi.json')))
    .digest('hex');
}
