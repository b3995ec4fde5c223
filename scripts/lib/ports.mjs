import net from 'node:net';

/** A free port of the loopback interface; the asker must use it at once. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function portOpen(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const end = (open) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(1000, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}

/** Why nobody can listen there (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, …); undefined where somebody can. */
export function cannotListen(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.on('error', ({ code }) => resolve(code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
