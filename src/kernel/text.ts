/** Shows nothing and says nothing wherever it stands: soft hyphen, zero-width space, byte order mark, Hangul fillers, … */
const MEANINGLESS = /[\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]/gu;
const LEADING = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]+/u;
const TRAILING = /[\p{White_Space}\u061c\u200c-\u200f\u2800]/u;
/** After a mark, a joiner or non-joiner ends words of Malayalam and Bengali; a variation selector or tag belongs to its emoji. */
const ENDS_WORD = /\p{M}[\u200c\u200d]$/u;
const LONGEST_ENDING = 3;
/** White space, marks without their letter, and what is drawn as nothing: Braille blank, null notehead. */
const BLANK = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}\u2800\u{1d159}]*$/u;

/**
 * A text as it is stored: NFC, without white space and invisible characters around it, and without those within that
 * say nothing. Joiners, non-joiners, variation selectors and direction marks within stay: words of Persian and of the
 * scripts of India, and emoji, are not the same without them. A text that shows nothing is the empty text.
 */
export function cleanText(text: string): string {
  const clean = withoutTail(text.normalize('NFC').replace(MEANINGLESS, '').replace(LEADING, ''));
  return BLANK.test(clean) ? '' : clean;
}

/** From its end, one by one: an expression for all of them would begin anew at each, and take seconds for thousands. */
function withoutTail(text: string): string {
  let end = text.length;
  while (
    end > 0 &&
    TRAILING.test(text[end - 1]!) &&
    !ENDS_WORD.test(text.slice(Math.max(0, end - LONGEST_ENDING), end))
  )
    end -= 1;
  return text.slice(0, end);
}

/** Without any invisible character: for codes, numbers and addresses, in which none belongs. */
export function withoutInvisible(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, '');
}

/** Reads as one address of the web, whatever its top-level domain: with a scheme, `www.`, or a path behind a domain. */
const WEB_ADDRESS =
  /:\/\/|(?<![\p{L}\p{N}])(?:https?|ftp|mailto):|(?<![\p{L}\p{N}])www\.|\.(?:[\p{L}\p{N}-]{2,}|\d)(?::\d+)?\//iu;
/** Two letters or more on both sides of a dot, the latter small: `evil.example`, but not `Dr.Rossi`, `J.R.Tolkien` or `S.p.A.` */
const BARE_DOMAIN = /[\p{L}\p{N}-]{2}\.(?=\p{Ll}{2,}(?![\p{L}\p{N}]))/u;

/** Whether a name carries an address of the web or of mail, which whoever reads it could be led to. */
export function carriesAddress(name: string): boolean {
  const plain = asRead(name);
  return plain.includes('@') || WEB_ADDRESS.test(plain);
}

/** Whether a person's name carries an address or reads as a domain; a company's may be one, as Booking.com's. */
export function carriesDomain(name: string): boolean {
  const plain = asRead(name);
  return carriesAddress(plain) || BARE_DOMAIN.test(plain);
}

/** As whoever follows an address reads it: invisible characters and other forms of a letter count for nothing. */
function asRead(name: string): string {
  return withoutInvisible(name).normalize('NFKC').replaceAll('\u3002', '.');
}

/** A dot, full-width and ideographic ones too, within what may be a domain, whatever is not seen beside it. */
const DOT_WITHIN =
  /(?<=[\p{L}\p{N}\p{M}\p{Default_Ignorable_Code_Point}-])[.\uff0e\u3002](?=[\p{L}\p{N}\p{Default_Ignorable_Code_Point}]{2})/gu;

/** A name for a mail, in which no mail program finds a domain to make a link of: `Booking.com` looks the same. */
export function unlinked(name: string): string {
  return name.replace(DOT_WITHIN, '$&\u200c');
}
