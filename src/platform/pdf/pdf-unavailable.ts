/** No PDF can be made at the moment: no browser, a browser that does not start, died or hung. Worth trying again. */
export class PdfUnavailable extends Error {
  override readonly name = 'PdfUnavailable';
}
