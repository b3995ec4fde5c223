/** A folder in an S3-compatible store. */
export interface Bucket {
  /** Where objects are, with a slash at the end: bucket and prefix are part of it. */
  base: string;
  region: string;
}

/**
 * Reads `s3://bucket/prefix?endpoint=https://…&region=…`. With an endpoint the bucket is the path's first part, as
 * every S3-compatible store understands it; without one the store is Amazon's.
 * @throws Error with what is wrong, as the end of a sentence that begins with the variable's name
 */
export function readBucketUrl(text: string): Bucket {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 's3:' || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.host)) {
    throw new Error('must look like s3://bucket/prefix?endpoint=https://store.example&region=eu-south-1');
  }
  const strange = [...url.searchParams.keys()].filter((name) => !['endpoint', 'region'].includes(name));
  if (strange.length > 0) throw new Error(`takes no option but endpoint and region, so not ${strange.join(', ')}`);
  const prefix = url.pathname.replace(/^\/|\/$/g, '');
  if (!/^[\w.\-/]*$/.test(prefix)) throw new Error('takes letters, digits, dots, dashes and slashes in its prefix');
  const region = url.searchParams.get('region') ?? 'us-east-1';
  if (!/^[a-z0-9-]+$/.test(region)) throw new Error(`names no region: ${region}`);
  const store = storeOf(url.searchParams.get('endpoint'), url.host, region);
  return { base: `${store}/${prefix && `${prefix}/`}`, region };
}

function storeOf(endpoint: string | null, bucket: string, region: string): string {
  if (endpoint === null) return `https://${bucket}.s3.${region}.amazonaws.com`;
  if (!/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : ''))
    throw new Error('has an endpoint that is no http or https address');
  return `${endpoint.replace(/\/+$/, '')}/${bucket}`;
}
