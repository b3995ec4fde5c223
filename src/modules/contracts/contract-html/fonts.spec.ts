import { describe, expect, it } from '@jest/globals';
import { FONT_STACK, fontFaces } from './fonts.js';

/** Family and first code points of each face, e.g. `Noto Sans 400 U+0000-00FF`. */
function faces(text: string): string[] {
  const rules = fontFaces(text).split('\n').filter((rule) => rule !== '');
  return rules.map((rule) => {
    const [, family, weight] = /font-family:'([^']+)';font-style:normal;font-weight:(\d+)/.exec(rule) ?? [];
    const [, range] = /unicode-range:([^,}]+)/.exec(rule) ?? [];
    return `${family} ${weight} ${range}`;
  });
}

const LATIN = ['Noto Sans 400 U+0000-00FF', 'Noto Sans 700 U+0000-00FF'];

describe('fonts of a document', () => {
  it('are the Latin ones for a Latin text with the euro sign', () => {
    expect(faces('Marco Rossi, perché €1.201,15 – “sì”')).toEqual(LATIN);
  });

  it('are Cyrillic ones beside, for a Cyrillic name', () => {
    expect(faces('Иван Rossi')).toEqual(['Noto Sans 400 U+0301', 'Noto Sans 700 U+0301', ...LATIN]);
  });

  it('are extended Latin ones for a Czech name', () => {
    expect(faces('Žížala')).toEqual(['Noto Sans 400 U+0100-02BA', 'Noto Sans 700 U+0100-02BA', ...LATIN]);
  });

  it('take digits from the text font although the emoji font has some', () => {
    expect(faces('0123456789#*©')).toEqual(LATIN);
  });

  it('take a smiley from the emoji font', () => {
    const found = faces('😀');
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/^Noto Emoji 400 /);
  });

  it.each([['漢', 'Noto Sans SC'], ['ع', 'Noto Sans Arabic']])('cover %s with %s', (text, family) => {
    expect(fontFaces(text)).toContain(`font-family:'${family}'`);
  });

  it('are none for a script that no file covers, which the system then draws', () => {
    expect(fontFaces('ꮳ')).toBe('');
    expect(FONT_STACK).toMatch(/, sans-serif$/);
  });

  it('are inline WOFF2 files', () => {
    const [, data = ''] = /base64,([^)]+)\)/.exec(fontFaces('a')) ?? [];
    expect(Buffer.from(data, 'base64').subarray(0, 4).toString('latin1')).toBe('wOF2');
  });
});
