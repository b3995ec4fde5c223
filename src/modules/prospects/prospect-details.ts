import { DomainError, type FieldError } from '../../kernel/domain-error.js';
import { toE164 } from './phone.js';
import { type ProspectDetails } from './prospect.js';
import { checkTaxCode } from './tax-code.js';
import { checkVatNumber } from './vat-number.js';

/**
 * Checks what belongs together and brings it into its one form: phone in E.164, codes in upper case, e-mail's
 * domain in lower case. @throws validation_failed naming every field
 */
export function checkedDetails(details: ProspectDetails, today: string): ProspectDetails {
  const errors: FieldError[] = [];
  const refuse = (field: string, code: string, message: string) => errors.push({ field, code, message });
  const need = (field: 'company_name' | 'vat_number' | 'first_name' | 'last_name', who: string) => {
    if (!details[field]) refuse(field, 'required', `${field} is required for ${who}`);
  };
  const checked = { ...details, email: lowerCaseDomain(details.email) };

  if (details.type === 'business') {
    need('company_name', 'a business');
    need('vat_number', 'a business');
  } else {
    need('first_name', 'a person or family');
    need('last_name', 'a person or family');
  }
  if (details.birth_date && details.birth_date > today) {
    refuse('birth_date', 'birth_date_in_future', `birth_date must not be after today, ${today}`);
  } else if (details.birth_date && details.birth_date < '1900-01-01') {
    refuse('birth_date', 'birth_date_too_early', 'birth_date must not be before 1900-01-01');
  }
  if (details.tax_code) {
    const { tax_code, problems } = checkTaxCode(details.tax_code, details.type === 'business' ? null : details.birth_date);
    checked.tax_code = tax_code;
    for (const { code, message } of problems) refuse('tax_code', code, message);
  }
  if (details.vat_number) {
    const { vat_number, problems } = checkVatNumber(details.vat_number);
    checked.vat_number = vat_number;
    for (const { code, message } of problems) refuse('vat_number', code, message);
  }
  try {
    checked.phone = toE164(details.phone);
  } catch (error) {
    errors.push(...(error as DomainError).errors);
  }
  if (errors.length > 0) throw new DomainError('validation_failed', errors.map((one) => one.message).join('; '), {}, errors);
  return checked;
}

function lowerCaseDomain(email: string): string {
  const at = email.lastIndexOf('@');
  return email.slice(0, at) + email.slice(at).toLowerCase();
}
