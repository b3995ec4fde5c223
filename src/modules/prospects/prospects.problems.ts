import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  prospect_in_use: {
    status: 409,
    title: 'The prospect cannot be deleted',
    cause: 'Quotes or policies hang on it.',
    cure: 'Set its status to declined instead.',
  },
  status_not_reachable: {
    status: 409,
    title: 'The prospect cannot take that status',
    cause: 'A broker sets contacted and declined only, and a status never moves backwards.',
    cure: 'Read the prospect again and choose a status that follows from its present one.',
  },
  too_many_first_mails: {
    status: 429,
    title: 'Too many new addresses today',
    cause:
      'A user may have us write to so many addresses a day that we have never written to (FIRST_MAILS_PER_DAY, 50 by default), and these are used up; the admins have been told.',
    cure: 'Go on tomorrow: Retry-After says in how many seconds. Nothing was changed. For more a day the operator sets FIRST_MAILS_PER_DAY.',
  },
});
