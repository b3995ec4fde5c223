import { describe, expect, it } from '@jest/globals';
import { carriesAddress, carriesDomain, cleanText, unlinked, withoutInvisible } from './text.js';

describe('cleanText', () => {
  it('takes as many steps as there are characters, whatever they are', () => {
    const joiners = '\u200d'.repeat(100_000);
    expect(cleanText(`a${joiners}b${' '.repeat(100_000)}`)).toBe(`a${joiners}b`);
    expect(cleanText(`क्\u200d\u200d\u200d \u200d`)).toBe('क्\u200d');
  });

  it.each([
    ['a zero-width space', '\u200b'],
    ['a Braille blank', '\u2800'],
    ['a Hangul filler', '\u3164'],
    ['Hangul jamo fillers', '\u115f\u1160'],
    ['a soft hyphen', '\u00ad'],
    ['a byte order mark', '\ufeff'],
    ['a word joiner', '\u2060'],
    ['invisible operators', '\u2061\u2062\u2063\u2064'],
    ['a joiner and a non-joiner', '\u200d\u200c'],
    ['direction marks', '\u200e\u200f\u061c'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tags', '\u{e0041}\u{e007f}'],
    ['a half-width filler', '\uffa0'],
    ['a Mongolian vowel separator', '\u180e'],
    ['a null notehead', '\u{1d159}'],
    ['a mark without a letter', '\u0301'],
    ['blanks of all kinds', '\u00a0\u2003\u3000 \t\u2028'],
    ['annotation marks', '\ufff9\ufffb'],
    ['many of them', ' \u200b\u2800\u3164 \u200d'],
  ])('finds nothing in %s', (_, text) => expect(cleanText(text)).toBe(''));

  it.each([
    ['around a name', ' \u200bMario\u2060\ufeff ', 'Mario'],
    ['after an address', 'a@b.it\u200e', 'a@b.it'],
    ['within a name', 'Ma\u200bri\u00ado', 'Mario'],
    ['before it', '\u200d\ufe0fMario', 'Mario'],
    ['composed', 'Jose\u0301', 'José'],
  ])('drops what says nothing, %s', (_, text, clean) => expect(cleanText(text)).toBe(clean));

  it.each([
    ['a Persian name', 'علی\u200cرضا'],
    ['a Malayalam name that ends in a joiner', 'ജോണ\u0d4d\u200d'],
    ['a Sinhala name', 'ශ\u0dca\u200dරී'],
    ['a family of emoji', '👩\u200d👩\u200d👧'],
    ['a heart in colour', '❤\ufe0f'],
    ['a flag made of tags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['Hebrew beside a point', 'שלום\u200f!'],
    ['lines', 'one\r\n\ttwo'],
  ])('leaves %s as it is', (_, text) => expect(cleanText(text)).toBe(text.normalize('NFC')));

  it('is the same done twice', () => {
    for (const text of ['\u200b a\u0301 \u200d', 'x\u200c\u200b\u200c', '\u2800Mario \u200b '])
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
  });
});

it('takes every invisible character out of a code', () => {
  expect(withoutInvisible('RSS\u200d MRA\ufe0f 85\u2060T10\u200b\u{e0041}')).toBe('RSS MRA 85T10');
});

describe('names', () => {
  it.each([
    'Mario',
    "O'Brien",
    'D’Angelo',
    'Dr.Rossi',
    'Dr. Rossi',
    'G.B.',
    'J.R.R.Tolkien',
    'St. John',
    'Anna-Maria',
    'Müller',
    '王小明',
    'محمد',
    'Nguyễn Văn A',
    'Щербаков',
    'Ph.D',
    'Rossi (erede)',
    'María José',
    'Jean-Luc/Marie',
    'Rossi c/o Bianchi',
    'Zoë 😀',
    'Rossi, detto: il Grande',
  ])('of a person may be %s', (name) => expect(carriesDomain(name)).toBe(false));

  it.each([
    'Rossi S.p.A.',
    'Officine Ferrari S.r.l.',
    'Müller & Söhne GmbH',
    'Booking.com B.V.',
    'Amazon.com S.r.l.',
    'Autobrennero S.p.A./Brennerautobahn AG',
    'Nord/Sud S.n.c.',
    '3M Italia',
    'C&A',
    'Rossi & C. s.a.s.',
    'd.o.o. Trst',
    'Yahoo!',
    'AT&T Inc.',
    'Società 2.0 S.r.l.',
    'Rossi S.r.l. / Bianchi S.r.l.',
  ])('of a company may be %s', (name) => expect(carriesAddress(name)).toBe(false));

  it.each([
    'http://evil.example',
    'Win at https://evil.example/x',
    'HTTPS://EVIL.EXAMPLE',
    'www.evil.example',
    'see WWW.evil.com',
    'evil.example/x',
    'evil.example:8080/x',
    '127.0.0.1/x',
    'ftp://x',
    'mailto:a',
    'Mario @evil',
    'mario@evil.example',
    'ｈttp：//evil',
    'www．evil．com',
    'mario＠evil.example',
    'ht\u200dtp://x',
    'x://y',
    'http:evil.example',
    '(www.evil.example)',
  ])('are never %s', (name) => expect([carriesAddress(name), carriesDomain(name)]).toEqual([true, true]));

  it.each(['evil.example', 'Visit evil.com', 'Evil.com', 'maria.rossi', 'bit.ly'])('of a person are not %s', (name) =>
    expect(carriesDomain(name)).toBe(true),
  );

  it('become no link in a mail', () => {
    expect(unlinked('Booking.com B.V.')).toBe('Booking.\u200ccom B.V.');
    expect(unlinked('EVIL.COM')).toBe('EVIL.\u200cCOM');
    expect(unlinked('t.co')).toBe('t.\u200cco');
    expect(unlinked('evil\ufe0f.com')).toBe('evil\ufe0f.\u200ccom');
    expect(unlinked('evil\uff0ecom')).toBe('evil\uff0e\u200ccom');
    expect(unlinked('Officine Ferrari S.r.l.')).toBe('Officine Ferrari S.r.l.');
  });
});
