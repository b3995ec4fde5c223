import { extractText } from 'unpdf';

/** The text of each page of a PDF, in reading order. Throws when the bytes are no PDF. */
export async function extractPdfText(bytes: Buffer): Promise<string[]> {
  // A copy: pdf.js takes over the memory that it is given.
  const { text } = await extractText(Uint8Array.from(bytes), { mergePages: false });
  return text;
}
