import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

/**
 * Loaded before a program that is profiled: SIGUSR2 begins a CPU profile, a second one ends it and writes it to `PROFILE`, after
 * which the file `PROFILE.done` tells that it is whole.
 */
const session = new Session();
let begun = false;
process.on('SIGUSR2', async () => {
  if (begun) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(process.env.PROFILE, JSON.stringify(profile));
    writeFileSync(`${process.env.PROFILE}.done`, '');
    begun = false;
    return;
  }
  begun = true;
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
});
