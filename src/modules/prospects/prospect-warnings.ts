import { type FieldError } from '../../kernel/domain-error.js';
import { type ProspectDetails } from './prospect.table.js';
import { firstNameLetters, surnameLetters } from './tax-code-names.js';
import { unknownOffice } from './vat-number.js';

/** What is possible but looks like a slip, in details that are stored as they are. */
export function detailWarnings(
  details: Pick<ProspectDetails, 'type' | 'first_name' | 'last_name' | 'tax_code' | 'vat_number'>,
): FieldError[] {
  const { type, first_name, last_name, tax_code, vat_number } = details;
  const warnings: FieldError[] = [];
  const office = vat_number && unknownOffice(vat_number);
  if (office) {
    const message = `Digits 8–10 of the VAT number (the office that gave it out) are ${office}, which no office is known to have`;
    warnings.push({ field: 'vat_number', code: 'vat_number_office', message });
  }
  // A business's tax code may be its owner's, and the names those of whom to ask for there.
  if (type === 'business' || tax_code?.length !== 16) return warnings;
  const compare = (code: string, part: string, found: string, field: string, right: string[]) => {
    if (right.length === 0 || right.includes(found)) return;
    warnings.push({
      field: 'tax_code',
      code,
      message: `${part} of the tax code are ${found}, but ${field} gives ${right.join(' or ')}`,
    });
  };
  compare(
    'tax_code_last_name',
    'Characters 1–3 (surname)',
    tax_code.slice(0, 3),
    'last_name',
    surnameLetters(last_name ?? ''),
  );
  compare(
    'tax_code_first_name',
    'Characters 4–6 (first name)',
    tax_code.slice(3, 6),
    'first_name',
    firstNameLetters(first_name ?? ''),
  );
  return warnings;
}
