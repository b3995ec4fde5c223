const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A value as visible text, in an element or a quoted attribute; what no printer can show (control characters) goes. */
export function visibleText(value: unknown): string {
  return String(value)
    .replace(/\p{Cc}/gu, (character) => (/\s/.test(character) ? ' ' : ''))
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A value as a string of a style sheet that stands in `<style>`: only letters, digits and spaces stay unescaped. */
export function cssString(value: string): string {
  const escaped = value.replace(/[^\p{L}\p{N} ]/gu, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return `\\${(codePoint === 0 ? 0xfffd : codePoint).toString(16)} `;
  });
  return `"${escaped}"`;
}

/** What a reader sees of elements whose values were made visible so, a line for each. */
export function textOf(html: string): string {
  const characters = Object.fromEntries(Object.entries(ENTITIES).map(([character, entity]) => [entity, character]));
  return html.replace(/<[^>]*>/g, '\n').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity]!);
}
