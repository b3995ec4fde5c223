import { paint, say } from './terminal.mjs';

let chapter = 0;

/** Opens the next chapter of the story: a numbered headline and what is about to happen. */
export function tell(title, text) {
  chapter += 1;
  say(`\n${paint.bold(paint.cyan(`${chapter}. ${title}`))}`);
  say(`   ${text}`);
}

/** The request as it goes over the wire. */
export function request(method, path, body = '') {
  say(`   ${paint.dim('→')} ${paint.bold(method)} ${path} ${paint.dim(body)}`);
}

/** One key figure of the answer. */
export function fact(label, value) {
  const [first, ...rest] = wrap(String(value));
  say(`   ${paint.dim('·')} ${label.padEnd(24)} ${first}`);
  for (const line of rest) say(' '.repeat(30) + line);
}

function wrap(text) {
  return text.match(/.{1,88}(?:\s|$)|\S+/g)?.map((line) => line.trim()) ?? [''];
}

/** Rows under a header, columns as wide as their widest cell; numbers to the right. */
export function table(header, rows) {
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '–')));
  const widths = header.map((title, index) => Math.max(title.length, ...cells.map((row) => row[index].length)));
  const rightward = header.map((_, index) => cells.length > 0 && cells.every((row) => /^[-–\d€]/.test(row[index])));
  const line = (row) =>
    row
      .map((cell, index) => (rightward[index] ? cell.padStart(widths[index]) : cell.padEnd(widths[index])))
      .join('   ')
      .trimEnd();
  say(`   ${paint.dim(line(header))}`);
  for (const row of cells) say(`   ${line(row)}`);
}

/** An amount in euro as it is read: `€ 1,201.15`. */
export function euro(amount) {
  return amount === null || amount === undefined
    ? '–'
    : `€ ${Number(amount).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
