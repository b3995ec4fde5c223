import { type Answer, type Client } from './client.js';

/** The prospect of the original documentation, as its web client sends it. */
export const MARCO = {
  type: 'individual',
  first_name: 'Marco',
  last_name: 'Rossi',
  email: 'marco.rossi@example.com',
  phone: '+39 333 1234567',
  birth_date: '1985-03-15',
};

/** A new prospect's id. */
export async function aProspect(broker: Client, changes: object = {}): Promise<number> {
  const answer = await broker.post('/prospects', { ...MARCO, ...changes });
  return must(answer, 201).id as number;
}

/** A comparison for a prospect: life, 500,000 unless told otherwise. */
export async function aComparison(broker: Client, prospectId: number, changes: object = {}): Promise<any> {
  return must(
    await broker.post('/quotes/generate', {
      prospect_id: prospectId,
      insurance_type: 'life',
      coverage_amount: 500_000,
      ...changes,
    }),
    201,
  );
}

/** The id of one provider's quote in a comparison. */
export function quoteOf(comparison: { quotes: { id: number; provider: string }[] }, provider: string): number {
  return comparison.quotes.find((quote) => quote.provider === provider)!.id;
}

/** A policy of a new prospect, from the named provider's quote. */
export async function aPolicy(broker: Client, provider = 'axa', changes: object = {}): Promise<any> {
  const comparison = await aComparison(broker, await aProspect(broker, changes));
  return must(await broker.post(`/policies/${quoteOf(comparison, provider)}/accept`), 201).policy;
}

/** The body, if the status is the expected one; else a failure that shows the answer. */
export function must(answer: Answer, status: number): any {
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
