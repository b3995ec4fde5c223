import { describe, expect, it } from '@jest/globals';
import { type Moment } from '../../kernel/aggregate.js';
import { type DomainError } from '../../kernel/domain-error.js';
import { Quote } from './quote.js';
import { type QuoteEvent } from './quote.events.js';

const GENERATED = {
  comparison_id: 4,
  prospect_id: 9,
  provider: 'axa',
  insurance_type: 'life',
  annual_premium: '736.00',
  valid_until: '2026-12-24',
} as const;
const TERMS = { start_date: null, allow_second_policy: false };
const on = (today: string): Moment => ({ instant: `${today}T09:00:00.000Z`, today });
const [MADE, LAST_DAY, TOO_LATE] = [on('2026-11-24'), on('2026-12-24'), on('2026-12-25')];

/** What a quote with this past records when it is asked, or the code by which it refuses. */
function given(...past: ((quote: Quote) => void)[]) {
  const quote = new Quote(17);
  quote.generate(GENERATED as never, MADE);
  for (const happened of past) happened(quote);
  quote.commit();
  return {
    when(decide: (quote: Quote) => void): (QuoteEvent['type'] | string)[] {
      try {
        decide(quote);
      } catch (error) {
        return [
          (error as DomainError).code,
          ...(((error as DomainError).extra?.changed_facts as string[] | undefined) ?? []),
        ];
      }
      return quote.getUncommittedEvents().map(({ type }) => type);
    },
  };
}

const rejected = (quote: Quote) => quote.reject(null, MADE);

describe.each([
  [
    'accepted',
    'QuoteAccepted',
    (quote: Quote, changed: Parameters<Quote['accept']>[2], moment: Moment) => quote.accept(3, TERMS, changed, moment),
  ],
  [
    'sent',
    'QuoteSent',
    (quote: Quote, changed: Parameters<Quote['send']>[1], moment: Moment) => quote.send(3, changed, moment),
  ],
] as const)('a quote is %s', (_what, fact, decide) => {
  it('while it is open, valid and what priced it holds', () => {
    expect(given().when((quote) => decide(quote, [], LAST_DAY))).toEqual([fact]);
  });

  it('never for other facts than it was priced for, which the refusal names', () => {
    expect(given().when((quote) => decide(quote, ['birth_date', 'risk_category'], LAST_DAY))).toEqual([
      'facts_changed',
      'birth_date',
      'risk_category',
    ]);
  });

  it('never past its validity or closed, whatever the facts', () => {
    expect(given().when((quote) => decide(quote, ['birth_date'], TOO_LATE))).toEqual(['quote_expired']);
    expect(given(rejected).when((quote) => decide(quote, ['birth_date'], LAST_DAY))).toEqual(['quote_not_open']);
  });
});
