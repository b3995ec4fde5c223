import { describe, expect, it } from '@jest/globals';
import { CONFIG_NAMES, loadConfig } from '../../src/platform/config/config.js';
import { documents, missingFrom, readDocument } from './documents.js';

const MOST_BYTES = 10_240;

describe('the documents', () => {
  it('begin with a README of 10 KB at most', () =>
    expect(Buffer.byteLength(readDocument('README.md'))).toBeLessThanOrEqual(MOST_BYTES));

  it('name nothing that is not there', () => {
    expect(documents().length).toBeGreaterThan(150);
    expect(
      documents().flatMap((file) => missingFrom(file, readDocument(file)).map((what) => `${file}: ${what}`)),
    ).toEqual([]);
  });

  it.each([
    ['a link to no file', '[a page](nowhere.md)', 'nowhere.md'],
    ['a link from the root', '[a page](docs/limits.md)', 'docs/limits.md'],
    ['a picture', '![the console](console.png)', 'console.png'],
    ['a heading of another page', '[a part](limits.md#nowhere)', 'limits.md#nowhere'],
    ['a heading of its own', '# Here\n[a part](#there)', '#there'],
    ['a script', '```\nnpm run nothing\n```', 'nothing'],
    ['a source file', 'see `src/modules/nowhere.ts`', 'src/modules/nowhere.ts'],
    ['a folder', 'see `test/nowhere/`', 'test/nowhere/'],
  ])('would not get away with %s', (_, text, missing) => {
    expect(missingFrom('docs/planted.md', text)).toEqual([missing]);
  });

  it('may name what is there', () => {
    const text = '# A part\n[a](limits.md#database) [b](../README.md) [c](#a-part) `src/modules/` `npm run check`';
    expect(missingFrom('docs/planted.md', text)).toEqual([]);
  });
});

describe('the page on configuration', () => {
  const rows = new Map(
    [...readDocument('docs/configuration.md').matchAll(/^\| `([A-Z0-9_]+)` \| (.*?) \| (.+) \|$/gm)].map(
      ([, name, fallback]) => [name!, fallback!],
    ),
  );

  it('has every variable', () => expect(CONFIG_NAMES.filter((name) => !rows.has(name))).toEqual([]));

  it('has their defaults', () => {
    const secret = 'b1946ac92492d2347c6235b4d2611184';
    const needed = { DATABASE_URL: 'postgresql://a/b', JWT_SECRET: secret, SEAL_KEY: secret, DATA_KEY: secret };
    const defaults = Object.entries(loadConfig(needed)).filter(
      ([name, value]) => !(name in needed) && ['string', 'number', 'boolean'].includes(typeof value),
    );
    expect(defaults.length).toBeGreaterThan(20);
    expect(defaults.filter(([name, value]) => !rows.get(name)?.includes(`\`${value}\``))).toEqual([]);
  });

  it('has no variable that nothing reads', () => {
    const elsewhere = ['PUPPETEER_EXECUTABLE_PATH', 'E2E_BASE_URL', 'RACE_ROUNDS', 'STORM_SEED', 'DEBUG'];
    expect([...rows.keys()].filter((name) => !CONFIG_NAMES.includes(name) && !elsewhere.includes(name))).toEqual([]);
  });
});

describe('the decisions', () => {
  const files = documents().filter((file) => file.startsWith('docs/decisions/') && !file.endsWith('README.md'));

  it('are dated files that say what was decided, what was rejected, and why', () => {
    for (const file of files) {
      const [, day] = /^docs\/decisions\/(\d{4}-\d\d-\d\d)-[a-z0-9-]+\.md$/.exec(file) ?? [];
      const said = readDocument(file);
      expect({
        file,
        day: said.split('\n')[2],
        parts: [...said.matchAll(/^## (.+)$/gm)].map(([, part]) => part),
      }).toEqual({
        file,
        day,
        parts: ['Decided', 'Rejected, and why'],
      });
    }
  });

  it('stand in the index once each', () => {
    const listed = [...readDocument('docs/decisions/README.md').matchAll(/\]\((.+?)\)/g)].map(([, link]) => link!);
    expect(listed.sort()).toEqual(files.map((file) => file.slice('docs/decisions/'.length)).sort());
  });
});
