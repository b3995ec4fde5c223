import { readFileSync } from 'node:fs';
import { type FieldError } from '../../../kernel/domain-error.js';

const SHORTEST = 8;
const LONGEST = 128;
/** So many characters must not follow from the one before them. */
const LEAST_SURPRISES = 5;
/** A known word leaves a password standing only with so many characters beside it. */
const LEAST_BESIDE_A_WORD = 8;
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop', 'qsdfghjklm', '1234567890'];
const LOOKS_LIKE: Record<string, string> = {
  '@': 'a',
  4: 'a',
  3: 'e',
  1: 'i',
  '!': 'i',
  0: 'o',
  5: 's',
  $: 's',
  7: 't',
};

const common = new Set(
  readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#')),
);

/**
 * Why a password is too easy to guess, or undefined. `words` are what belongs to its owner: user name, e-mail address,
 * company. No kind of character is asked for: that makes passwords harder to remember, not to guess (NIST SP 800-63B).
 */
export function passwordWeakness(password: string, words: readonly string[]): Omit<FieldError, 'field'> | undefined {
  const length = [...password].length;
  const lower = password.normalize('NFC').toLowerCase();
  if (length < SHORTEST)
    return { code: 'too_short', message: `The password must have at least ${SHORTEST} characters.` };
  if (length > LONGEST) return { code: 'too_long', message: `The password may have at most ${LONGEST} characters.` };
  if (isCommon(lower))
    return { code: 'too_common', message: 'The password is among those that people choose most; choose another.' };
  if (/^(.{1,4})\1+.{0,3}$/su.test(lower))
    return { code: 'repeated', message: 'The password repeats the same few characters.' };
  if (surprises(lower) < LEAST_SURPRISES) {
    return {
      code: 'sequence',
      message: 'The password follows the alphabet, the digits or the keyboard; choose another.',
    };
  }
  const word = parts(words).find((part) => lower.includes(part) && length - part.length < LEAST_BESIDE_A_WORD);
  if (word)
    return { code: 'personal', message: `The password holds "${word}", which others know, and too little beside it.` };
  return undefined;
}

/** As it stands, with look-alikes read as letters, or without the digits and signs around it. */
function isCommon(lower: string): boolean {
  const read = (text: string) => [...text].map((character) => LOOKS_LIKE[character] ?? character).join('');
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const nearlyAll = core.length >= 5 && lower.length - core.length <= 4;
  const forms = [lower, read(lower), ...(nearlyAll ? [core, read(core)] : [])];
  return forms.some((form) => common.has(form));
}

/** How many characters do not follow from the one before: the same again, or its neighbour in alphabet, digits or keyboard. */
function surprises(lower: string): number {
  const characters = [...lower];
  return characters.filter((character, index) => index === 0 || !follows(characters[index - 1]!, character)).length;
}

function follows(before: string, after: string): boolean {
  if (Math.abs(before.codePointAt(0)! - after.codePointAt(0)!) <= 1) return true;
  return ROWS.some(
    (row) => row.includes(before) && row.includes(after) && Math.abs(row.indexOf(before) - row.indexOf(after)) === 1,
  );
}

/** Names and addresses, whole and in their pieces, where long enough to give anything away. */
function parts(words: readonly string[]): string[] {
  const pieces = words.flatMap((word) => [
    word,
    ...word.split(/[^\p{L}\p{N}]+/u),
    word.split('@')[0]!,
    word.replace(/\s+/g, ''),
  ]);
  return [...new Set(pieces.map((piece) => piece.toLowerCase()))]
    .filter((piece) => piece.length >= 4)
    .sort((a, b) => b.length - a.length);
}
