import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  already_insured: {
    status: 409,
    title: 'The prospect already has such a policy',
    cause: 'An active policy of the same insurance type with the same provider exists.',
    cure: 'Send allow_second_policy: true if a second one is wanted.',
  },
  policy_not_active: {
    status: 409,
    title: 'The policy is no longer in force',
    cause: 'It was cancelled, or its last term has ended.',
    cure: 'Read the policy; generate new quotes where the prospect wants cover again.',
  },
  renewal_not_open: {
    status: 409,
    title: 'The policy cannot be renewed yet',
    cause: 'A term can be renewed in its last 30 days; `renewal_date` names the first.',
    cure: 'Renew from that day on.',
  },
  no_longer_insurable: {
    status: 409,
    title: 'The provider does not take on another term',
    cause: 'At the age and by the catalogue of the new term the provider refuses; `reasons` holds all.',
    cure: 'Generate new quotes: another provider may accept.',
  },
  premium_change_unconfirmed: {
    status: 409,
    title: 'The premium rises by more than 10 %',
    cause: "Such a rise needs the prospect's word; the answer names both premiums.",
    cure: 'Ask the prospect, then send accept_premium_change: true.',
  },
  instalment_paid: {
    status: 409,
    title: 'The instalment is paid already',
    cause: 'It was marked as paid before; `paid_on` says when.',
    cure: 'Nothing is to be done.',
  },
});
