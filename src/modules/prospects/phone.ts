import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { invalidField } from '../../kernel/domain-error.js';
import { withoutInvisible } from '../../kernel/text.js';

/** `+393475550199` → `+39 347 555 0199`, as people write it, on one line. What the plans do not know stays as it is. */
export function writtenPhone(e164: string): string {
  return (parsePhoneNumberFromString(e164)?.formatInternational() ?? e164).replaceAll(' ', '\u00a0');
}

/**
 * The number in E.164 (`+393331234567`); without a country prefix it is Italian. Refuses what cannot be a number of
 * its country as `validation_failed` on `phone`. Only the length is asked for, not the range: numbering plans gain
 * ranges faster than a library learns of them, and a real customer's number must not be turned away.
 */
export function toE164(text: string): string {
  const number = parsePhoneNumberFromString(withoutInvisible(text), { defaultCountry: 'IT', extract: false });
  if (!number) {
    const message = 'Not a phone number: write digits with the country prefix, as in +39 333 1234567';
    throw invalidField('phone', 'phone_invalid', message);
  }
  if (!number.isPossible()) {
    const message = `Not a phone number of the country prefix +${number.countryCallingCode}: check its length`;
    throw invalidField('phone', 'phone_invalid', message);
  }
  if (number.ext) throw invalidField('phone', 'phone_invalid', 'Write the number without its extension');
  return number.number;
}
