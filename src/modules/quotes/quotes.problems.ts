import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  no_provider_available: {
    status: 409,
    title: 'No provider would insure this prospect',
    cause: "Every provider refuses; `excluded` holds each one's reasons.",
    cure: 'Change what the reasons name (the coverage, usually) and ask again.',
  },
  quote_not_open: {
    status: 409,
    title: 'The quote is no longer open',
    cause: 'It was accepted, rejected or superseded, or it is past its validity.',
    cure: 'Read the quote; generate new quotes where none is open.',
  },
  quote_expired: {
    status: 409,
    title: 'The quote is past its validity',
    cause: 'A quote binds the provider until its `valid_until`, and not a day longer.',
    cure: 'Generate new quotes for the prospect.',
  },
  facts_changed: {
    status: 409,
    title: 'The quote was priced for other facts',
    cause:
      "The prospect's birth date, type or risk category is no longer what the quote was priced for; `changed_facts` names which. A birthday changes none of them.",
    cure: 'Generate new quotes, or correct the prospect where the change was the mistake.',
  },
});
