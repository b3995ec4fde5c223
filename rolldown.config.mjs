import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'rolldown';

const COMPILED = path.resolve('dist/src');
const BUNDLE = path.resolve('dist/bundle');

/**
 * Packages that stay in node_modules: native ones, those that find files or start threads by their own place, `pg`, which
 * the tracing patches as it is loaded, and those that most processes never load.
 */
const EXTERNAL = [
  '@anthropic-ai/sdk',
  '@node-rs/argon2',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/instrumentation-http',
  '@opentelemetry/instrumentation-pg',
  '@opentelemetry/sdk-node',
  '@sentry/node',
  'pg',
  'pino',
  'pino-pretty',
  'puppeteer',
  'unpdf',
];

/** A program reads a dozen files instead of thousands: what tsc compiled, and the packages that it needs. */
export default defineConfig({
  input: Object.fromEntries(
    readdirSync(path.join(COMPILED, 'programs'))
      .filter((file) => file.endsWith('.js'))
      .map((file) => [path.basename(file, '.js'), path.join(COMPILED, 'programs', file)]),
  ),
  platform: 'node',
  external: (id) => EXTERNAL.some((name) => id === name || id.startsWith(`${name}/`)),
  plugins: [compiled(), listedSagas(), requiredPackages(), requiredHttp(), withoutMapOfPackages()],
  // Nest asks for packages that are not installed, and Bull Board has an eval that is never reached.
  checks: { unresolvedImport: false, eval: false },
  output: {
    dir: BUNDLE,
    cleanDir: true,
    // Node keeps what it has compiled by the file's name: a new build takes the place of the old.
    chunkFileNames: '[name].js',
    format: 'esm',
    // Problems, spans, logs and providers are named by their classes.
    keepNames: true,
    comments: false,
    // One byte a character: a third less to read.
    charset: 'ascii',
    sourcemap: true,
    sourcemapExcludeSources: true,
    codeSplitting: { groups: [{ name: 'packages', test: /[\\/]node_modules[\\/]/ }] },
  },
});

/** What a module finds beside itself (templates, migrations, a thread's program) stays where tsc has put it. */
function compiled() {
  return {
    name: 'compiled',
    load: {
      filter: { id: /\.js$/ },
      handler(id) {
        if (!id.startsWith(COMPILED + path.sep)) return null;
        const place = JSON.stringify(path.relative(BUNDLE, id).split(path.sep).join('/'));
        const code = readFileSync(id, 'utf8').replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
        return { code, map: readFileSync(`${id}.map`, 'utf8') };
      },
    },
  };
}

/** The bundled worker knows its sagas without looking for files. */
function listedSagas() {
  const folder = path.join(COMPILED, 'sagas');
  return {
    name: 'listed-sagas',
    transform: {
      filter: { id: /[\\/]sagas[\\/]saga-files\.js$/ },
      handler() {
        const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.saga.js'));
        const names = files.sort().map((file) => JSON.stringify(path.join(folder, file)));
        const imports = names.map((name, index) => `import * as saga${index} from ${name};`);
        const list = `export const importSagas = async () => [${names.map((_, index) => `saga${index}`)}];`;
        return { code: [...imports, list].join('\n'), map: null };
      },
    },
  };
}

/** A `require` that a package makes for itself is lost on the bundler, and would load a second copy from node_modules. */
function requiredPackages() {
  const own = /^const require = createRequire\(import\.meta\.url\);$/m;
  return {
    name: 'required-packages',
    transform: {
      filter: { id: /[\\/]@nestjs[\\/](mapped-types|typeorm)[\\/]/, code: own },
      handler: (code) => ({ code: code.replace(own, ''), map: null }),
    },
  };
}

/** As an ES module Node's http brings the whole of fetch and WebSocket with it, used or not. */
function requiredHttp() {
  return {
    name: 'required-http',
    resolveId: {
      filter: { id: /^(node:)?http$/ },
      handler: (id, importer) => (importer === '\0http' ? { id, external: true } : '\0http'),
    },
    load: { filter: { id: /^\0http$/ }, handler: () => `module.exports = require('node:http');` },
  };
}

/** Megabytes that every start would read. */
function withoutMapOfPackages() {
  return {
    name: 'without-map-of-packages',
    generateBundle(_options, bundle) {
      delete bundle['packages.js.map'];
      bundle['packages.js'].code = bundle['packages.js'].code.replace(/^\/\/# sourceMappingURL=.*$/m, '');
    },
  };
}
