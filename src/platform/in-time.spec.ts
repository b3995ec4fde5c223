import { describe, expect, it } from '@jest/globals';
import { inTime, unlessAborted } from './in-time.js';

const never = new Promise<string>(() => {});
const refuse = () => {
  throw new Error('too late');
};

describe('work that has its time', () => {
  it('answers what it comes to, or throws what it throws', async () => {
    expect(await inTime(60_000, Promise.resolve('done'), refuse)).toBe('done');
    await expect(inTime(60_000, Promise.reject(new Error('broken')), refuse)).rejects.toThrow('broken');
  });

  it.each([1, 0, -5])('gives way to what is said for it after %d ms', async (ms) => {
    expect(await inTime(ms, never, () => 'late')).toBe('late');
    await expect(inTime(ms, never, refuse)).rejects.toThrow('too late');
  });
});

describe('work that a signal ends', () => {
  it('answers what it comes to, and leaves nothing at the signal', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    signal.addEventListener = () => (listeners += 1);
    signal.removeEventListener = () => (listeners -= 1);
    expect(await unlessAborted(signal, Promise.resolve('done'))).toBe('done');
    expect(listeners).toBe(0);
  });

  it('gives way to the reason, of the signal or its own', async () => {
    const abort = new AbortController();
    const waiting = unlessAborted(abort.signal, never);
    abort.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await expect(unlessAborted(abort.signal, never, () => new Error('took too long'))).rejects.toThrow('took too long');
  });
});
