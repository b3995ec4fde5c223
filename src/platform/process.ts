import { setFlagsFromString } from 'node:v8';
import { type INestApplicationContext } from '@nestjs/common';
import { ConfigurationError } from './config/config.js';
import { theEnd } from './process-end.js';

/** sysexits' EX_CONFIG: starting again would fail the same way. */
export const EXIT_CONFIGURATION = 78;
const HARD_EXIT_MS = 25_000;
/**
 * Garbage is collected when there is half as much of it as of what lives. On a machine with much memory V8 would wait for
 * several times as much: 80 MB live, 480 resident.
 */
const COLLECT_EARLY = '--heap-growing-percent=50';

/**
 * Runs one process of the system from boot to exit: says `ready` to the parent (with the URL, if it has one), stops
 * when told to or when the parent is gone, and explains a failed boot in one sentence instead of a stack trace.
 */
export async function runProcess(
  name: string,
  boot: () => Promise<{ app: INestApplicationContext; url?: string }>,
): Promise<void> {
  setFlagsFromString(COLLECT_EARLY);
  const stopping = stopWanted();
  process.on('unhandledRejection', (reason) => console.error(`The ${name} ignored a failure: ${messageOf(reason)}`));
  try {
    const { app, url } = await boot();
    void stopping.then(async () => {
      setTimeout(() => process.exit(1), HARD_EXIT_MS).unref();
      const code = await app.close().then(
        () => 0,
        () => 1,
      );
      await theEnd();
      process.exit(code);
    });
    if (process.connected) process.send?.({ type: 'ready', url });
  } catch (error) {
    console.error(`The ${name} cannot start. ${explain(error)}`);
    process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
  }
}

/** Resolves when somebody wants the process to end; listens from the first moment, so that no wish is lost while it boots. */
function stopWanted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    process.once('disconnect', () => resolve());
  });
}

/** What a failed boot means for who started it. */
export function explain(error: unknown): string {
  const { code } = (error ?? {}) as { code?: string };
  if (
    ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET'].includes(code ?? '') ||
    /^(28|3D|57P)/.test(code ?? '')
  ) {
    return `PostgreSQL does not answer as DATABASE_URL says (${messageOf(error)}). Start it, or correct DATABASE_URL.`;
  }
  if (code === 'EADDRINUSE')
    return 'The port is taken. Stop what uses it, or set PORT to another one (0 takes any free one).';
  return messageOf(error);
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
