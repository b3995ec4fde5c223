/** Ids that work for `broker1` on the demo data, by what the path is about: 1 but for what must still be open. */
const OPEN_QUOTE = 151;
const OF_AN_OPEN_QUOTE = /^\/api\/v1\/(quotes\/\{id\}\/(send|reject)|policies\/\{quote_id\}\/accept)$/;
/** Of the demo's prospects one on whom nothing hangs. */
const BARE_PROSPECT = 42;

const TEXTS: Record<string, string> = { code: 'quote_not_open', version: '2026.1', provider: 'axa', insurance_type: 'life' };

/** An id that this operation takes on the demo data. */
export function exampleId(path: string, method: string): number {
  if (OF_AN_OPEN_QUOTE.test(path)) return OPEN_QUOTE;
  return path === '/api/v1/prospects/{id}' && method === 'delete' ? BARE_PROSPECT : 1;
}

/** A text for a parameter of the path. */
export function exampleText(name: string): string {
  return TEXTS[name] ?? name;
}
