/** `ad AXA`, `a Generali`: the preposition before a name takes its d before the vowel that it ends in itself. */
export function a(name: string): string {
  return `${/^[aàá]/i.test(name) ? 'ad' : 'a'} ${name}`;
}

const ELIDED = { il: 'l’', al: 'all’', dal: 'dall’', del: 'dell’' };

/** `il 24 novembre`, `l’8 novembre`: the article, alone or within a preposition, before a day as it is spoken (otto, undici). */
export function day(article: keyof typeof ELIDED, date: string): string {
  return /^(8|11)\b/.test(date) ? `${ELIDED[article]}${date}` : `${article} ${date}`;
}

/** `Generali e AXA`, `AXA ed Europ Assistance`: the conjunction between two names takes its d before its own vowel. */
export function and(one: string, other: string): string {
  return `${one} ${/^[eèé]/i.test(other) ? 'ed' : 'e'} ${other}`;
}
