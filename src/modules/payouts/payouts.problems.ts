import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  commission_not_payable: {
    status: 409,
    title: 'These commissions cannot be paid together',
    cause:
      'One is not approved, or was paid before, or takes back one that is not paid, or a beneficiary would get less than nothing; `errors` names each.',
    cure: 'Leave out or add what `errors` names, and send the request again; nothing was paid.',
  },
  nothing_to_pay: {
    status: 409,
    title: 'Nothing is left to pay',
    cause: 'No commission of the period is approved and unpaid, or what is owed outweighs it (`carried_over`).',
    cure: 'Approve commissions first, or name another period.',
  },
});
