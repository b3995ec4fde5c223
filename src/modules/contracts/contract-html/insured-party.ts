import { type PricedFor } from '../../eligibility/index.js';
import { displayName, type ProspectState, writtenPhone } from '../../prospects/index.js';
import { type Format, NO_BREAK_SPACE } from './format.js';
import { given, type Row } from './row.js';
import { type Texts } from './texts.js';

/** What the contract says of the prospect: as rated for the term, where that was kept, else as it is. */
export function insuredParty(prospect: ProspectState, ratedAs: PricedFor | null) {
  const { email, tax_code, vat_number } = prospect;
  const type = ratedAs?.prospect_type ?? prospect.type;
  return {
    name: displayName({ ...prospect, type }),
    type,
    email,
    /** As people write it: `+39 333 123 4567`. */
    phone: prospect.phone && writtenPhone(prospect.phone),
    tax_code,
    vat_number,
    birth_date: ratedAs?.birth_date ?? prospect.birth_date,
  };
}

export type InsuredParty = ReturnType<typeof insuredParty>;

/** The same, line by line. */
export function partyRows(party: InsuredParty, texts: Texts, format: Format): Row[] {
  const { labels } = texts;
  return [
    { label: labels.name, value: party.name, wide: true },
    { label: labels.type, value: texts.partyTypes[party.type] },
    ...given(labels.birthDate, party.birth_date && format.date(party.birth_date)),
    ...given(labels.taxCode, party.tax_code),
    ...given(labels.vatNumber, party.vat_number),
    ...given(labels.phone, party.phone && party.phone.replaceAll(' ', NO_BREAK_SPACE)),
    ...given(labels.email, party.email).map((row) => ({ ...row, wide: true })),
  ];
}
