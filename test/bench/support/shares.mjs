import { readFileSync } from 'node:fs';

/** What a process's time goes to, by the package that works or for which Node works. */
const PARTS = [
  ['database: pg, TypeORM', /^(pg|pg-pool|pg-protocol|pg-types|typeorm|@nestjs\/typeorm|@nestjs-cls\/.*)$/],
  [
    'token: passport, jsonwebtoken',
    /^(@nestjs\/passport|@nestjs\/jwt|passport|passport-jwt|passport-strategy|jsonwebtoken|jws|jwa)$/,
  ],
  ['Nest, RxJS, CQRS', /^(@nestjs\/.*|rxjs|reflect-metadata|iterare)$/],
  ['context: nestjs-cls', /^nestjs-cls$/],
  [
    'HTTP: Fastify, helmet',
    /^(fastify|@fastify\/.*|fastify-plugin|find-my-way|avvio|light-my-request|secure-json-parse|fast-json-stringify|helmet|reusify)$/,
  ],
  ['log: pino', /^(pino|pino-http|nestjs-pino|sonic-boom|pino-std-serializers|fast-redact|quick-format-unescaped)$/],
  ['validation', /^(class-validator|class-transformer|validator|libphonenumber-js)$/],
  ['traces, errors, metrics', /^(@opentelemetry\/.*|@sentry\/.*)$/],
];
const OURS = 'the application itself';
const NODE = 'Node: sockets, promises, contexts';
const COLLECTOR = 'garbage collector';
/** Beginning and ending a profile takes time too, which is nobody's. */
const PROFILER = /\/profiled\.mjs$/;

/**
 * Shares of the busy time of a process's main thread, `Map part → 0…1`. What Node does counts for the package that asked for it, and for Node where nobody
 * did, as when it resumes promises.
 */
export function sharesOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const spent = new Map();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const name = byId.get(id).callFrame.functionName;
    if (name === '(idle)') continue;
    const part = name === '(garbage collector)' ? COLLECTOR : partOf(id, byId, parents);
    if (!part) continue;
    spent.set(part, (spent.get(part) ?? 0) + timeDeltas[index]);
    busy += timeDeltas[index];
  }
  return new Map([...spent].map(([part, time]) => [part, time / busy]));
}

/** Of a bundle, the module that each line belongs to: it begins with its path, as a comment. */
const bundles = new Map();

function placeOf({ url, lineNumber }) {
  if (!/\/dist\/bundle\/[^/]+\.js$/.test(url)) return url;
  if (!bundles.has(url)) {
    let module = url;
    const lines = readFileSync(new URL(url), 'utf8').split('\n');
    bundles.set(
      url,
      lines.map((line) => (module = /^\/\/ (\S+\.[cm]?js)$/.exec(line)?.[1] ?? module)),
    );
  }
  return bundles.get(url)[lineNumber] ?? url;
}

function partOf(id, byId, parents) {
  for (let at = id; at !== undefined; at = parents.get(at)) {
    const url = placeOf(byId.get(at).callFrame);
    if (url === '' || url.startsWith('node:')) continue;
    if (PROFILER.test(url)) return undefined;
    const [, name] = /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    if (!name) return OURS;
    return PARTS.find(([, names]) => names.test(name))?.[0] ?? 'other packages';
  }
  return NODE;
}
