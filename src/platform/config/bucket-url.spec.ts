import { describe, expect, it } from '@jest/globals';
import { readBucketUrl } from './bucket-url.js';

describe('the address of the documents', () => {
  it("is a bucket of Amazon's, or of the named store", () => {
    expect(readBucketUrl('s3://contracts?region=eu-south-1')).toEqual({
      base: 'https://contracts.s3.eu-south-1.amazonaws.com/',
      region: 'eu-south-1',
    });
    expect(readBucketUrl('s3://contracts/crm/2026/?endpoint=http://127.0.0.1:9000/')).toEqual({
      base: 'http://127.0.0.1:9000/contracts/crm/2026/',
      region: 'us-east-1',
    });
  });

  it.each([
    ['https://contracts', /must look like/],
    ['s3://', /must look like/],
    ['s3://Contracts_', /must look like/],
    ['s3://contracts/a b', /prefix/],
    ['s3://contracts?endpoint=store.example', /endpoint/],
    ['s3://contracts?endpoint=ftp://store.example', /endpoint/],
    ['s3://contracts?region=../x', /names no region/],
    ['s3://contracts?acl=public', /not acl/],
  ])('refuses %s', (text, complaint) => {
    expect(() => readBucketUrl(text)).toThrow(complaint);
  });
});
