import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { QUEUES } from '../../src/queues/queues.js';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
/** What modules declare as facts, and what the queues themselves record of a delivery. */
const source = globSync(['modules/**/*.events.ts', 'queues/deliveries.ts'], { cwd: src })
  .map((file) => readFileSync(`${src}${file}`, 'utf8'))
  .join('\n');

it.each(Object.entries(QUEUES))('%s waits for facts that there are', (_, { on }) => {
  expect((on === 'any' ? [] : on).filter((fact) => !source.includes(`'${fact}'`))).toEqual([]);
});
