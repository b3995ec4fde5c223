import { type DomainError, type FieldError, invalidFields } from '../../kernel/domain-error.js';
import { emailAddress } from '../../kernel/email-address.js';
import { toE164 } from './phone.js';
import { type ProspectDetails, prospectDetails, type ProspectState } from './prospect.table.js';
import { checkTaxCode } from './tax-code.js';
import { checkVatNumber } from './vat-number.js';

const names = Object.keys(prospectDetails) as (keyof ProspectDetails)[];

/** Every detail, null where none is given; the language is English then. */
export function wholeDetails(
  given: Partial<ProspectDetails> & Pick<ProspectDetails, 'type' | 'email' | 'phone'>,
): ProspectDetails {
  const details = Object.fromEntries(names.map((name) => [name, given[name] ?? null]));
  return { ...details, language: given.language ?? 'en' } as ProspectDetails;
}

/** The details of a prospect as they stand. */
export function detailsOf(prospect: ProspectState): ProspectDetails {
  return Object.fromEntries(names.map((name) => [name, prospect[name]])) as unknown as ProspectDetails;
}

/**
 * Checks what belongs together and brings it into its one form: phone in E.164, codes in upper case, e-mail address as
 * mails go to it. @throws validation_failed naming every field, those in `others` as well
 */
export function checkedDetails(details: ProspectDetails, today: string, others: FieldError[] = []): ProspectDetails {
  const errors = [...others, ...detailFindings(details, today)];
  if (errors.length > 0) throw invalidFields(errors);
  const { email, phone, tax_code, vat_number } = details;
  return {
    ...details,
    email: deliveredTo(email),
    phone: toE164(phone),
    tax_code: tax_code && checkTaxCode(tax_code, null).tax_code,
    vat_number: vat_number && checkVatNumber(vat_number).vat_number,
  };
}

/** All that is wrong with details, of which some may be missing because they could not be read: nothing is said of those. */
export function detailFindings(details: Partial<ProspectDetails>, today: string): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (field: string, code: string, message: string) => errors.push({ field, code, message });
  const { type, phone, birth_date, tax_code, vat_number } = details;

  for (const field of type === undefined ? [] : NEEDED[type].fields) {
    if (!details[field]) refuse(field, 'required', `${field} is required for ${NEEDED[type!].who}`);
  }
  if (birth_date && birth_date > today) {
    refuse('birth_date', 'birth_date_in_future', `birth_date must not be after today, ${today}`);
  } else if (birth_date && birth_date < '1900-01-01') {
    refuse('birth_date', 'birth_date_too_early', 'birth_date must not be before 1900-01-01');
  }
  if (tax_code) {
    const { problems } = checkTaxCode(tax_code, type === 'business' ? null : (birth_date ?? null));
    for (const { code, message } of problems) refuse('tax_code', code, message);
  }
  if (vat_number) {
    for (const { code, message } of checkVatNumber(vat_number).problems) refuse('vat_number', code, message);
  }
  return [...errors, ...(phone === undefined ? [] : phoneFindings(phone))];
}

const PERSON = { who: 'a person or family', fields: ['first_name', 'last_name'] } as const;
const NEEDED = {
  business: { who: 'a business', fields: ['company_name', 'vat_number'] },
  individual: PERSON,
  family: PERSON,
} as const;

function phoneFindings(phone: string): FieldError[] {
  try {
    toE164(phone);
    return [];
  } catch (error) {
    return (error as DomainError).errors;
  }
}

/** The one form of an e-mail address: what it is compared by, and where mails go. */
export function deliveredTo(email: string): string {
  return emailAddress(email) ?? email;
}
