import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const rows = readFileSync(new URL('test/access/ASVS.md', root), 'utf8')
  .split('\n')
  .map((line) => /^\| (\d[\d., ]*) \| .* \| (.*) \|$/.exec(line))
  .filter((row) => row !== null)
  .map(([, ids, shown]) => ({ ids: ids!.split(', '), shown: shown! }));

/** Of ASVS 5.0.0, levels 1 and 2, by chapter. */
const REQUIREMENTS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

/** The table of security requirements must not rot. */
describe('the ASVS table', () => {
  it('has every requirement of levels 1 and 2 once', () => {
    const ids = rows.flatMap((row) => row.ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(REQUIREMENTS.map((_, index) => ids.filter((id) => id.startsWith(`${index + 1}.`)).length)).toEqual(
      REQUIREMENTS,
    );
  });

  it('says of each what shows it, or why nothing does', () => {
    for (const { ids, shown } of rows) {
      expect({ ids, said: /`[\w/.-]+ › |n\/a|deployment|document|gap/.test(shown) }).toEqual({ ids, said: true });
    }
  });

  it('names tests that exist', () => {
    const named = rows.flatMap(({ shown }) =>
      [...shown.matchAll(/`([\w/.-]+) › ([^`]+)`/g)].map(([, file, name]) => ({ file: file!, name: name! })),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ file, name }) => !exists(file, name))).toEqual([]);
  });
});

function exists(file: string, name: string): boolean {
  // A story that several specs tell stands in a file of its own.
  const path = ['.spec.ts', '.ts']
    .map((ending) => new URL(`${file.startsWith('src/') ? '' : 'test/'}${file}${ending}`, root))
    .find((each) => existsSync(each));
  if (!path) return false;
  return readFileSync(path, 'utf8').replaceAll(`\\'`, `'`).includes(`'${name}'`);
}
