import { DomainError } from '../../../kernel/domain-error.js';

/**
 * Refuses to print a document with empty boxes in it. The words name the characters by their numbers, from the lowest
 * up: they are kept with the delivery and logged, and a name is to be read from neither.
 */
export function glyphMissing(characters: string[]): DomainError {
  const numbers = characters.map((one) => Array.from(one, (part) => `U+${hex(part)}`).join(' '));
  return new DomainError(
    'glyph_missing',
    `The contract cannot be printed: no font here has ${numbers.join(', ')}. ` +
      'Correct the name in which it stands; then the contract can be printed.',
    { characters },
  );
}

function hex(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
}
