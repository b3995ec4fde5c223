/** One line of cells as RFC 4180 has it; a cell that a spreadsheet would run as a formula is made text. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What a spreadsheet takes for the beginning of a formula, white space before it included. */
const FORMULA = /^\s*[=+\-@|%]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

function csvCell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = (FORMULA.test(text) || /^[\t\r\n]/.test(text)) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n';\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
