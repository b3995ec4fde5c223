import { createHash, createHmac } from 'node:crypto';

/** What the seal of one event covers; `hash` (hex) covers its content and its stream. */
export interface SealedPlace {
  /** Position in the gapless sequence, from 1. */
  sequence: number;
  /** The event store's own id. */
  id: number;
  event_id: string;
  hash: string;
  /** Microseconds since 1970, as text. */
  recorded_at: string;
}

/** One sealed block, hex where it is bytes. */
export interface Block {
  number: number;
  first_sequence: number;
  last_sequence: number;
  merkle_root: string;
  /** The code of the block before; empty for the first. */
  previous: string;
  /** ISO 8601 UTC. */
  sealed_at: string;
}

/** The leaf of one event in its block's tree. The prefixes of leaf and node differ (RFC 6962), or one could pass for the other. */
export function leafOf({ sequence, id, event_id, hash, recorded_at }: SealedPlace): Buffer {
  return createHash('sha256').update(`\0${sequence}\n${id}\n${event_id}\n${hash}\n${recorded_at}`).digest();
}

/** The Merkle root (RFC 6962 shape: an odd one out moves up) of at least one leaf. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index]!, level[index + 1]];
      above.push(right ? createHash('sha256').update('\x01').update(left).update(right).digest() : left);
    }
    level = above;
  }
  return level[0]!;
}

/** The code of one event under the key that is not in the database: it tells which event was touched. */
export function macOf(sealKey: string, leaf: Buffer): Buffer {
  return createHmac('sha256', sealKey).update('event\n').update(leaf).digest();
}

/** The code of a block, over everything that it states. */
export function blockCode(sealKey: string, block: Block): Buffer {
  const { number, first_sequence, last_sequence, merkle_root, previous, sealed_at } = block;
  const text = [number, first_sequence, last_sequence, merkle_root, previous, sealed_at].join('\n');
  return createHmac('sha256', sealKey).update(`block\n${text}`).digest();
}
