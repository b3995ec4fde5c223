import { describe, expect, it } from '@jest/globals';
import { getMeta } from 'unpdf';
import { withInfo } from './pdf-info.js';
import { extractPdfText } from './pdf-text.js';
import { PdfUnavailable } from './pdf-unavailable.js';

/** A page that says Hello, as Chromium ends a file. */
function aPdf(): Buffer {
  const objects = [
    '<</Title (Contract \\(1\\))\n/Creator (Chromium)>>',
    '<</Type/Catalog/Pages 3 0 R>>',
    '<</Type/Pages/Kids[4 0 R]/Count 1>>',
    '<</Type/Page/Parent 3 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F1 6 0 R>>>>/Contents 5 0 R>>',
    '<</Length 24>>\nstream\nBT /F1 12 Tf (Hello) Tj ET\nendstream',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let body = '%PDF-1.4\n';
  const table = objects.map((object, index) => {
    const place = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  return Buffer.from(
    `${body}xref\n0 7\n0000000000 65535 f \n${table.join('')}trailer\n<</Size 7\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

describe('the properties of a PDF', () => {
  const info = { Author: 'Sicurtà (東京) & C.', Subject: 'A \\ (b', Keywords: 'one, two' };

  it('are added to those that it has, and the page stays', async () => {
    const pdf = withInfo(aPdf(), info);
    expect((await getMeta(Uint8Array.from(pdf))).info).toMatchObject({
      Title: 'Contract (1)',
      Creator: 'Chromium',
      ...info,
    });
    expect(await extractPdfText(pdf)).toEqual(['Hello']);
  });

  it('are appended: no byte before them changes', () => {
    expect(withInfo(aPdf(), info).subarray(0, aPdf().length)).toEqual(aPdf());
  });

  it.each([
    ['nothing', ''],
    ['no trailer', '%PDF-1.4\n%%EOF'],
    ['no information', aPdf().toString('latin1').replace('/Info 1 0 R', '')],
  ])('are not added to a file with %s', (_, bytes) => {
    expect(() => withInfo(Buffer.from(bytes, 'latin1'), info)).toThrow(PdfUnavailable);
  });
});
