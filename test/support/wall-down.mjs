// Loaded before the program under test: takes walls of it down, as a mistake might (WALL_DOWN, a list of names).
import { registerHooks } from 'node:module';
import { MISTAKES } from './mistakes.mjs';

const holes = process.env.WALL_DOWN.split(',').flatMap((name) => {
  const places = MISTAKES[name];
  if (!places) throw new Error(`no mistake ${name}`);
  return Array.from({ length: places.length / 3 }, (_, index) => places.slice(index * 3, index * 3 + 3));
});

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const here = holes.filter(([file]) => url.endsWith(`/${file}`));
    if (here.length === 0) return loaded;
    const source = here.reduce((text, [, wall, hole]) => {
      if (!wall.test(text)) throw new Error(`no such wall in ${url}: ${wall}`);
      return text.replace(wall, hole);
    }, String(loaded.source));
    return { ...loaded, source };
  },
});
