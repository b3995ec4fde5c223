import { createHmac } from 'node:crypto';
import { eventually } from './eventually.js';
import { type System } from './system.js';

/** What a phone would show, from nothing but the URI: base 32, HMAC-SHA-1, 30 seconds. */
export function codeOf(uri: string, steps = 0): string {
  const letters = new URL(uri).searchParams.get('secret')!;
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', bytesOfBase32(letters)).update(counter).digest();
  const offset = digest.at(-1)! & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export function bytesOfBase32(letters: string): Buffer {
  const bits = [...letters]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
}

/** The codes for a new password mailed to an address so far, oldest first in no certain order. */
export async function resetTokens(system: System, address: string, count: number): Promise<string[]> {
  return eventually(async () => {
    const mails = (await system.mails()).filter(
      (mail) => (mail.to as any).text === address && /password/i.test(mail.subject!),
    );
    if (mails.length !== count) throw new Error(`${mails.length} of ${count} mails`);
    return mails.map((mail) => /Code: (\S{43})/.exec(mail.text!)![1]!);
  }, 20);
}
