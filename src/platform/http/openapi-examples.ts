/** What one operation is tried with. */
interface Example {
  /** Of the path, by parameter. */
  path?: Record<string, string | number>;
  query?: Record<string, unknown>;
  /** In place of what the DTO's own examples come to. */
  body?: object;
}

/**
 * What works on the demo data as far as the DTOs do not say it, by operation; an id that is not named is 1. Each names
 * rows of its own, so that all of them work one after the other too.
 */
const EXAMPLES: Record<string, Example> = {
  'get /users/{id}': { path: { id: 5 } },
  'patch /users/{id}': { path: { id: 8 }, body: { supervisor_id: 6 } },
  'patch /prospects/{id}': { path: { id: 46 }, body: { notes: 'Prefers to be called in the morning.' } },
  'put /prospects/{id}': { path: { id: 49 } },
  'delete /prospects/{id}': { path: { id: 54 } },
  'post /prospects/{id}/assign': { path: { id: 57 } },
  'post /prospects/{id}/status': { path: { id: 62 } },
  'post /quotes/{id}/send': { path: { id: 151 } },
  'post /quotes/{id}/reject': { path: { id: 161 } },
  'post /policies/{quote_id}/accept': { path: { quote_id: 168 } },
  'post /policies/{id}/instalments/{number}/pay': { path: { id: 41 } },
  'post /policies/{id}/cancel': { path: { id: 38 } },
  'post /policies/{id}/renew': { path: { id: 26 }, body: { accept_premium_change: true } },
  'get /commissions/clawback-preview': { query: { policy_id: 41 } },
  'post /commissions/{id}/approve': { path: { id: 100 } },
  'post /commissions/{id}/reject': { path: { id: 102 } },
  'post /commissions/approve': { body: { ids: [104, 106] } },
  'post /commissions/payouts': { body: { ids: [71, 73] } },
};

const TEXTS: Record<string, string> = {
  code: 'quote_not_open', version: '2026.1', provider: 'axa', insurance_type: 'life',
  event_id: '01890a5d-ac96-774b-bcce-b302099a8057', subscriber: 'policy-mail',
};

/** The example of an operation on the demo data. */
export function exampleOf(method: string, path: string): Example {
  return EXAMPLES[`${method} ${path.replace('/api/v1', '')}`] ?? {};
}

/** A text for a parameter of a path. */
export function exampleText(name: string): string {
  return TEXTS[name] ?? name;
}

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  example?: unknown;
}

/** What the fields' own examples come to; a field without one is left out. */
export function exampleBody(schema: Schema): object | undefined {
  const examples = Object.entries(schema.properties ?? {})
    .filter(([, field]) => field.example !== undefined)
    .map(([name, field]) => [name, field.example] as const);
  return schema.properties && Object.fromEntries(examples);
}
