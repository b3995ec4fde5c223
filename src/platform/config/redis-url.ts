/** The Redis that a URL names: one server, or the nodes from which a cluster's others are found. */
export interface RedisAddress {
  nodes: { host: string; port: number }[];
  isCluster: boolean;
  username: string | undefined;
  password: string | undefined;
  db: number;
  isEncrypted: boolean;
}

const SHAPE = /^(rediss?):\/\/(?:([^@/?]*)@)?([^@/?]+)(?:\/(\d*))?(?:\?(.*))?$/;
const NODE = /^(\[[0-9a-f:.]+\]|[^:\s[\]]+)(?::(\d{1,5}))?$/i;

/**
 * Reads `redis://user:password@host:port/db`. Several nodes with commas between them (`redis://a:7000,b:7001`), or one
 * with `?cluster=true`, are a cluster; `rediss` encrypts.
 * @throws Error with what is wrong, as the end of a sentence that begins with the variable's name
 */
export function readRedisUrl(text: string): RedisAddress {
  const [, protocol, credentials = '', hosts, db = '', search = ''] = SHAPE.exec(text) ?? [];
  if (!hosts)
    throw new Error(
      'must look like redis://host:6379 or, for a cluster, redis://one:7000,two:7001 or redis://one:7000?cluster=true',
    );
  const nodes = hosts.split(',').map((each) => {
    const [, host, port] = NODE.exec(each) ?? [];
    if (!host || Number(port ?? 1) < 1 || Number(port ?? 1) > 65535)
      throw new Error(`has a node that is no host:port: ${each || 'an empty one'}`);
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 6379) };
  });
  const options = new URLSearchParams(search);
  const strange = [...options.keys()].filter((name) => name !== 'cluster');
  if (strange.length > 0) throw new Error(`takes no option but cluster, so not ${strange.join(', ')}`);
  const cluster = options.get('cluster') ?? String(nodes.length > 1);
  if (!['true', 'false'].includes(cluster)) throw new Error('takes cluster=true or cluster=false');
  const isCluster = cluster === 'true';
  if (!isCluster && nodes.length > 1) throw new Error('names several nodes, which only a cluster has');
  if (isCluster && Number(db) > 0) throw new Error('names a numbered database, which a cluster does not have');
  const [username, password] = credentials.split(/:(.*)/s).map(decoded);
  return {
    nodes,
    isCluster,
    username: username || undefined,
    password: password || undefined,
    db: Number(db),
    isEncrypted: protocol === 'rediss',
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error('has a user or password with a % that must be written as %25');
  }
}
