import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BUCKET_KEYS, BucketServer } from '../support/bucket-server.js';
import { fromProspectToSignedPolicy } from '../support/signed-policy.js';
import { System } from '../support/system.js';

describe('two of each, contracts in an S3-compatible store', () => {
  let bucket: BucketServer;
  let system: System;
  beforeAll(async () => {
    bucket = await BucketServer.start();
  });

  fromProspectToSignedPolicy(async () => {
    system = await System.start({
      processes: 2,
      environment: {
        DOCUMENTS_URL: bucket.url,
        AWS_ACCESS_KEY_ID: BUCKET_KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: BUCKET_KEYS.secretAccessKey,
      },
    });
    return system;
  });

  afterAll(() => bucket.stop());

  it('keeps none of them on this machine', () => {
    expect(existsSync(join(system.dataDir, 'documents'))).toBe(false);
  });
});
