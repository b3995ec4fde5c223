import { PdfUnavailable } from './pdf-unavailable.js';

/** What a reader shows as the properties of a document, beside its title. */
export interface PdfInfo {
  Author: string;
  Subject: string;
  Keywords: string;
}

/**
 * The PDF with this in its document information, of which Chromium fills in the title alone. Appended as an incremental
 * update (ISO 32000-1, 7.5.6): every byte that was there stays. Throws `PdfUnavailable` where the file does not end as
 * Chromium ends one.
 */
export function withInfo(pdf: Buffer, info: PdfInfo): Buffer {
  const text = pdf.toString('latin1');
  const [, trailer, previous] =
    /trailer\s*<<([^]*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(text.lastIndexOf('trailer'))) ?? [];
  const [, number, generation] = /\/Info (\d+) (\d+) R/.exec(trailer ?? '') ?? [];
  const [, present] = new RegExp(`\\n${number} ${generation} obj\\s*<<([^]*?)>>\\s*endobj`).exec(text) ?? [];
  if (present === undefined)
    throw new PdfUnavailable('The PDF that was printed has no document information to add to.');
  const entries = Object.entries(info).map(([name, value]: [string, string]) => `/${name} ${textString(value)}\n`);
  const object = `\n${number} ${generation} obj\n<<${present}\n${entries.join('')}>>\nendobj\n`;
  const place = String(pdf.length + 1).padStart(10, '0');
  const table = `xref\n${number} 1\n${place} ${generation!.padStart(5, '0')} n \n`;
  const end = `trailer\n<<${trailer}\n/Prev ${previous}>>\nstartxref\n${pdf.length + object.length}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(object + table + end, 'latin1')]);
}

/** Plain where it may be, so that it is found in the bytes; else UTF-16 in hex. */
function textString(value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return `(${value.replace(/[\\()]/g, '\\$&')})`;
  return `<FEFF${Buffer.from(value, 'utf16le').swap16().toString('hex')}>`;
}
