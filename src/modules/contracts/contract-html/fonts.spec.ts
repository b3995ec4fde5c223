import { describe, expect, it } from '@jest/globals';
import { openSync, type Font } from 'fontkit';
import { fontFiles } from './font-files.js';
import { fontsFor } from './fonts.js';

/** Names of the fonts that a text is drawn with. */
function families(text: string): string[] {
  return [...fontsFor(text).stack.matchAll(/'([^']+)'/g)].map(([, name]) => name!);
}

const LATIN = 'noto-sans-latin';

describe('fonts of a text', () => {
  it('are the Latin one for a Latin text with the euro sign, regular and bold', () => {
    const { faces, stack, missing } = fontsFor('Marco Rossi, perché €1.201,15 – “sì”');
    expect([stack, missing]).toEqual([`'${LATIN}'`, []]);
    expect(faces.match(/font-weight:\d+/g)).toEqual(['font-weight:400', 'font-weight:700']);
  });

  it('are named to draw the letters alone that are there', () => {
    expect(fontsFor('ab').faces).toContain('unicode-range:U+61,U+62,U+20}');
  });

  it.each([
    ['Иван', 'noto-sans-cyrillic'],
    ['Žížala', 'noto-sans-latin-ext'],
    ['Παπαδόπουλος', 'noto-sans-greek'],
    ['Nguyễn', 'noto-sans-vietnamese'],
    ['दीपिका', 'noto-sans-devanagari'],
    ['رحمن', 'noto-sans-arabic-arabic'],
    ['דָּוִד', 'noto-sans-hebrew-hebrew'],
    ['ঠাকুর', 'noto-sans-bengali-bengali'],
    ['ਸਿੰਘ', 'noto-sans-gurmukhi-gurmukhi'],
    ['ગુજરાતી', 'noto-sans-gujarati-gujarati'],
    ['ଓଡ଼ିଆ', 'noto-sans-oriya-oriya'],
    ['கார்த்திக்', 'noto-sans-tamil-tamil'],
    ['శ్రీ', 'noto-sans-telugu-telugu'],
    ['ಕೃಷ್ಣ', 'noto-sans-kannada-kannada'],
    ['മലയാളം', 'noto-sans-malayalam-malayalam'],
    ['ශ්‍රී', 'noto-sans-sinhala-sinhala'],
    ['สมชาย', 'noto-sans-thai-thai'],
    ['ສຸກ', 'noto-sans-lao-lao'],
    ['རྒྱལ', 'noto-serif-tibetan-tibetan'],
    ['အောင်', 'noto-sans-myanmar-myanmar'],
    ['გიორგი', 'noto-sans-georgian-georgian'],
    ['Հայկ', 'noto-sans-armenian-armenian'],
    ['አበበ', 'noto-sans-ethiopic-ethiopic'],
    ['ស្រី', 'noto-sans-khmer-khmer'],
    ['ᠮᠣᠩᠭᠣᠯ', 'noto-sans-mongolian-mongolian'],
    ['ᏣᎳᎩ', 'noto-sans-cherokee-cherokee'],
    ['ᐃᓄᒃ', 'noto-sans-canadian-aboriginal-canadian-aboriginal'],
    ['ދިވެހި', 'noto-sans-thaana-thaana'],
    ['ⵉⴼⵉⵏ', 'noto-sans-tifinagh-tifinagh'],
    ['ߒߞߏ', 'noto-sans-nko-nko'],
    ['𞤀𞤣𞤤', 'noto-sans-adlam-adlam'],
    ['ᱥᱟᱱ', 'noto-sans-ol-chiki-ol-chiki'],
    ['ꯃꯤꯇꯩ', 'noto-sans-meetei-mayek-meetei-mayek'],
    ['ꆈꌠ', 'noto-sans-yi-yi'],
    ['𝓜𝓪', 'noto-sans-math-latin'],
  ])('draw %s with %s', (text, family) => {
    expect(families(text)).toEqual(expect.arrayContaining([family]));
    expect(fontsFor(text).missing).toEqual([]);
  });

  it.each([
    ['小明', 'sc'],
    ['渡辺さくら', 'jp'],
    ['김철수金', 'kr'],
    ['陳ㄔㄣ', 'tc'],
  ])('draw Han characters of %s as in noto-sans-%s', (text, language) => {
    const found = families(text).filter((name) => name !== LATIN);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((name) => !name.startsWith(`noto-sans-${language}-`))).toEqual([]);
  });

  it('put a mark on its letter from one file, which no subset is', () => {
    expect(families('g̃')).toEqual(['Noto Sans', LATIN].reverse());
    expect(families('Guarani')).toEqual([LATIN]);
  });

  it('take digits and signs from the text font although the emoji font has some', () => {
    expect(families('0123456789#*©')).toEqual([LATIN]);
  });

  it('draw joined and coloured pictures whole', () => {
    const { stack, missing } = fontsFor('👩‍👩‍👧‍👦🇮🇹👍🏽👩🏾‍⚕️🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️‍🔥1️⃣');
    expect([stack.replace(/noto-emoji-\d/g, 'noto-emoji').includes('symbols'), missing]).toEqual([false, []]);
  });

  it('need nothing for spaces of any width and for what is invisible', () => {
    expect(families('a\u00a0b\u2003c\u3000d\u200be\u00adf')).toEqual([LATIN]);
  });

  it('are missing for a script, a private character or a mark that no file has, the whole letter', () => {
    expect(fontsFor('Anna 𗼇𗼈 \ue000 x\u1dfa').missing).toEqual(['x\u1dfa', '𗼇', '𗼈', '\ue000']);
  });

  it('have in bold what they have in regular', () => {
    const lacking = [...fontFiles('')]
      .filter(({ weights }) => weights.has('700'))
      .filter(({ weights }) => {
        const [regular, bold] = ['400', '700'].map(
          (weight) => new Set((openSync(weights.get(weight)!) as Font).characterSet),
        ) as [Set<number>, Set<number>];
        return [...regular].some((one) => !bold.has(one));
      });
    expect(lacking.map(({ name }) => name)).toEqual([]);
  }, 60_000);

  it('are inline files', () => {
    const [, data = ''] = /base64,([^)]+)\)/.exec(fontsFor('a').faces) ?? [];
    expect(Buffer.from(data, 'base64').subarray(0, 4).toString('latin1')).toBe('wOF2');
  });
});
