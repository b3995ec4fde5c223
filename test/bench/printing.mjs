import { table } from '../../scripts/lib/story.mjs';
import { heading, say } from '../../scripts/lib/terminal.mjs';
import { sectionsOf } from './sections.mjs';

/** All tables on the terminal. */
export function print(results) {
  for (const { title, header, rows, lines = [] } of sectionsOf(results)) {
    heading(title);
    if (rows) table(header, rows);
    for (const line of lines) say(`   ${line}`);
  }
}
