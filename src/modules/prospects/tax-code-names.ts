/** How German and Nordic letters are also written where a code knows A to Z alone. */
const SPELT_OUT: Record<string, string> = {
  Ä: 'AE',
  Ö: 'OE',
  Ü: 'UE',
  ß: 'SS',
  ẞ: 'SS',
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'OE',
  Å: 'AA',
  Þ: 'TH',
};
/** Letters that stay letters of their own when marks are taken off. */
const PLAIN: Record<string, string> = {
  ẞ: 'SS',
  ß: 'SS',
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Ł: 'L',
  ı: 'I',
  Þ: 'TH',
};

/**
 * The three letters that an Italian tax code may have of a surname (decree of 23 December 1976, article 2): its
 * consonants, then its vowels, then X. Several where a letter can be written in two ways; none where the name has
 * letters other than Latin ones, which no rule brings into A to Z.
 */
export const surnameLetters = (surname: string): string[] => lettersOf(surname, (consonants) => consonants);

/** The same of a first name, of whose consonants the first, third and fourth count where there are four (article 3). */
export const firstNameLetters = (name: string): string[] =>
  lettersOf(name, (consonants) =>
    consonants.length > 3 ? consonants[0]! + consonants[2]! + consonants[3]! : consonants,
  );

function lettersOf(name: string, chosen: (consonants: string) => string): string[] {
  const spellings = [PLAIN, { ...PLAIN, ...SPELT_OUT }].map((letters) => inCapitals(name, letters));
  if (spellings.some((letters) => !/^[A-Z]+$/.test(letters))) return [];
  return [
    ...new Set(
      spellings.map((letters) => {
        const consonants = letters.replace(/[AEIOU]/g, '');
        const vowels = letters.replace(/[^AEIOU]/g, '');
        return `${chosen(consonants)}${vowels}XXX`.slice(0, 3);
      }),
    ),
  ];
}

/** Without blanks, apostrophes, hyphens and dots, which the code knows nothing of. */
function inCapitals(name: string, letters: Record<string, string>): string {
  const spelt = [...name.normalize('NFC')]
    .map((letter) => letters[letter] ?? letters[letter.toUpperCase()] ?? letter)
    .join('');
  return spelt
    .normalize('NFKD')
    .replace(/[\p{M}\p{P}\p{S}\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toUpperCase();
}
