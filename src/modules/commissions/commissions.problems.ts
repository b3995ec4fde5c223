import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  own_commission: {
    status: 403,
    title: 'It is your own commission',
    cause: 'Nobody decides on what they earn themselves.',
    cure: 'A superior approves or rejects it.',
  },
  commission_not_pending: {
    status: 409,
    title: 'The commission has been decided on',
    cause: 'Only a pending commission is approved or rejected; what follows is corrected by a further row.',
    cure: 'Read the commission again.',
  },
  batch_refused: {
    status: 409,
    title: 'One of them cannot be done, so none was',
    cause: '`errors` names each id and what stands against it.',
    cure: 'Leave out the named ids, or clear up what stands against them.',
  },
});
