import { describe, jest } from '@jest/globals';
import { fromProspectToSignedPolicy } from '../support/signed-policy.js';
import { BACKENDS, System } from '../support/system.js';

jest.setTimeout(60_000);

describe.each(BACKENDS)('from prospect to signed policy, queues on %s', (backend) => {
  fromProspectToSignedPolicy(() => System.start({ backend }));
});
