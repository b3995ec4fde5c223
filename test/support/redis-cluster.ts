import { eventually } from './eventually.js';
import { freePort, RedisServer } from './redis-server.js';

const SLOTS = 16_384;

/** A Redis Cluster of three nodes of one test's own, each with a third of the slots; nothing is kept on disk. */
export class RedisCluster {
  private constructor(readonly nodes: RedisServer[]) {}

  /** Undefined where there is no Redis or Valkey to run. */
  static async start(): Promise<RedisCluster | undefined> {
    const nodes: RedisServer[] = [];
    for (let index = 0; index < 3; index += 1) {
      // Nodes talk on a port of their own, by default one that is 10,000 higher, which may not exist.
      const node = await RedisServer.start(
        '--cluster-enabled',
        'yes',
        '--cluster-port',
        String(await freePort()),
        '--cluster-node-timeout',
        '2000',
      );
      if (!node) return undefined;
      nodes.push(node);
    }
    const cluster = new RedisCluster(nodes);
    await cluster.join();
    return cluster;
  }

  /** As `REDIS_URL` names it. */
  get url(): string {
    return `redis://${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join()}`;
  }

  /** Empties every node. */
  async flush(): Promise<void> {
    for (const node of this.nodes) await node.ask((redis) => redis.flushall());
  }

  /** Stops answering without closing a connection. */
  freeze(): void {
    for (const node of this.nodes) node.freeze();
  }

  thaw(): void {
    for (const node of this.nodes) node.thaw();
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  private async join(): Promise<void> {
    const share = Math.ceil(SLOTS / this.nodes.length);
    for (const [index, node] of this.nodes.entries()) {
      const last = Math.min((index + 1) * share, SLOTS) - 1;
      await node.ask((redis) => redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1));
      await node.ask((redis) => redis.call('CLUSTER', 'ADDSLOTSRANGE', index * share, last));
    }
    const [first, ...others] = this.nodes;
    for (const { port, busPort } of others)
      await first!.ask((redis) => redis.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort!));
    await eventually(async () => {
      for (const node of this.nodes) {
        const state = String(await node.ask((redis) => redis.call('CLUSTER', 'INFO')));
        if (!state.includes('cluster_state:ok') || !state.includes('cluster_known_nodes:3')) throw new Error(state);
      }
    });
  }
}
