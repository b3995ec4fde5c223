// Loaded before the program under test: takes one of its walls down, as a mistake might.
import { registerHooks } from 'node:module';

const MISTAKES = {
  // Every row is everybody's.
  filter: ['auth/visibility.js', /(export function sees\([^)]*\) \{)/, `$1 return 'true';`],
  // Whoever is signed in may take every route.
  guard: ['auth/access.guard.js', /!scopeOf\(role, entry\.resource, entry\.action\)/, 'false'],
};
const [file, wall, hole] = MISTAKES[process.env.WALL_DOWN];

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith(file)) return loaded;
    const source = String(loaded.source);
    if (!wall.test(source)) throw new Error(`no such wall in ${url}`);
    return { ...loaded, source: source.replace(wall, hole) };
  },
});
