import { readFileSync, writeFileSync } from 'node:fs';
import { inProject } from '../../scripts/lib/commands.mjs';
import { warn } from '../../scripts/lib/terminal.mjs';
import { circumstancesOf, sectionsOf } from './sections.mjs';

const PAGE = 'docs/performance.md';
const [FROM, TO] = ['<!-- bench -->', '<!-- /bench -->'];
const row = (cells) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;

/** Puts the figures between the marks of the page on performance; what stands around them is written by hand. */
export function refreshPage(results) {
  const file = inProject(PAGE);
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(FROM), text.indexOf(TO)];
  if (from < 0 || to < from) return warn(`${PAGE} has no ${FROM} … ${TO}: the figures were not put there.`);
  const sections = sectionsOf(results, { compact: true }).flatMap(({ title, header, rows, lines = [] }) => [
    '',
    `### ${title}`,
    ...(rows ? ['', row(header), row(header.map(() => '---')), ...rows.map(row)] : []),
    ...(lines.length > 0 ? ['', ...lines.map((line) => `- ${line}`)] : []),
  ]);
  writeFileSync(
    file,
    text.slice(0, from) + [FROM, '', circumstancesOf(results), ...sections, '', ''].join('\n') + text.slice(to),
  );
}
