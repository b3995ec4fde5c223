import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export const readDocument = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Every Markdown page that people are sent to, by its path in the project. */
export function documents(): string[] {
  const pages = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.posix.join('docs', file.replaceAll(path.sep, '/')));
  return ['README.md', 'CONTRIBUTING.md', 'test/access/ASVS.md', ...pages];
}

/** Decisions tell of their day: the files that they name may have moved since. */
const isDated = (file: string) => /^docs\/decisions\/\d/.test(file);

/**
 * What a page names and is not there: links (to files, and to headings in them), npm scripts, and paths of the project
 * written as code. `file` is where the page stands, which links are relative to.
 */
export function missingFrom(file: string, text: string): string[] {
  const prose = text.replace(/^```[^]*?^```$/gm, '');
  const named = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
  const paths = named.filter((code) => /^\.?(src|test|scripts|docs|migrations|docker)\/[\w./-]*$/.test(code));
  return [
    ...all(/\]\(([^)\s]+)\)/g, prose).filter((link) => !leadsSomewhere(file, text, link)),
    ...all(/\bnpm run ([\w:-]+)/g, text).filter((name) => !(name in scripts)),
    ...(isDated(file) ? [] : paths.filter((each) => !existsSync(path.join(root, each)))),
  ];
}

const { scripts } = JSON.parse(readDocument('package.json')) as { scripts: Record<string, string> };

const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, found]) => found!);

function leadsSomewhere(file: string, text: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) return true;
  const [to, anchor] = link.split('#') as [string, string?];
  const target = path.join(root, path.dirname(file), to);
  if (to && !existsSync(target)) return false;
  if (anchor === undefined) return true;
  if (to && !statSync(target).isFile()) return false;
  return anchorsOf(to ? readFileSync(target, 'utf8') : text).includes(anchor);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return all(/^#{1,6} (.+)$/gm, text.replace(/^```[^]*?^```$/gm, '')).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
