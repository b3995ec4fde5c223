import { describe } from '@jest/globals';
import { fromProspectToSignedPolicy } from '../support/signed-policy.js';
import { BACKENDS, System } from '../support/system.js';

describe.each(BACKENDS.flatMap((backend) => [1, 2, 4].map((processes) => ({ processes, backend }))))(
  '$processes APIs and $processes workers, queues on $backend',
  ({ processes, backend }) => {
    fromProspectToSignedPolicy(() => System.start({ processes, backend }));
  },
);
