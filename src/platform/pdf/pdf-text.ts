import { extractText, getMeta } from 'unpdf';

/** The text of each page of a PDF, in reading order. Throws when the bytes are no PDF. */
export async function extractPdfText(bytes: Buffer): Promise<string[]> {
  // A copy: pdf.js takes over the memory that it is given.
  const { text } = await extractText(Uint8Array.from(bytes), { mergePages: false });
  return text;
}

/** The title that a PDF has, empty where it has none. Throws when the bytes are no PDF. */
export async function pdfTitle(bytes: Buffer): Promise<string> {
  const { info } = await getMeta(Uint8Array.from(bytes));
  return String(info.Title ?? '');
}
