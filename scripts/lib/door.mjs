import { cannotListen } from './ports.mjs';
import { Failure } from './terminal.mjs';

/** Where the API will listen, as its configuration reads it. */
function door({ PORT, HOST }) {
  return { port: Number(PORT || 3000), host: HOST || '127.0.0.1' };
}

/**
 * Sees to it, before anything is started, that the API will be able to listen where PORT and HOST say. A port that is no
 * number is left to the configuration, which names every fault at once.
 */
export async function doorMustBeFree(environment, command) {
  const { port, host } = door(environment);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return;
  const code = await cannotListen(port, host);
  if (code === undefined) return;
  const another = `PORT=${port < 65_535 ? port + 1 : 3000} ${command} (PORT=0 takes any that is free)`;
  if (code === 'EADDRINUSE') {
    const who = (await isOurs(port, host)) ? 'another Insurance CRM' : 'another program';
    throw new Failure(`Port ${port} of ${host} is taken by ${who}.`, `Stop it, or take another port: ${another}`);
  }
  if (code === 'EACCES')
    throw new Failure(`Port ${port} is for privileged users.`, `Take a higher one: PORT=3000 ${command}`);
  throw new Failure(
    `Nobody can listen on ${host}, port ${port} (${code}).`,
    'HOST must be an address of this machine: 127.0.0.1 for itself alone, 0.0.0.0 for all.',
  );
}

async function isOurs(port, host) {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  try {
    const answer = await fetch(`http://${name.includes(':') ? `[${name}]` : name}:${port}/api/v1/problems/not_found`, {
      signal: AbortSignal.timeout(1000),
    });
    return (await answer.json()).code === 'not_found';
  } catch {
    return false;
  }
}
