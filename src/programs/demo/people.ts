import { type ProspectDetails, wholeDetails } from '../../modules/prospects/index.js';

const FIRST_NAMES = [
  'Giulia',
  'Luca',
  'Francesca',
  'Matteo',
  'Chiara',
  'Alessandro',
  'Sara',
  'Davide',
  'Elena',
  'Simone',
  'Martina',
  'Federico',
  'Valentina',
  'Riccardo',
  'Silvia',
  'Stefano',
  'Alice',
  'Paolo',
  'Laura',
  'Andrea',
];
const LAST_NAMES = [
  'Bianchi',
  'Ferrari',
  'Esposito',
  'Romano',
  'Colombo',
  'Ricci',
  'Marino',
  'Greco',
  'Bruno',
  'Gallo',
  'Conti',
  'De Luca',
  'Mancini',
  'Costa',
  'Giordano',
  'Rizzo',
  'Lombardi',
  'Moretti',
  'Barbieri',
];
const COMPANIES = ['Officine Ferrari', 'Studio Colombo', 'Trattoria Da Gino', 'Edil Moretti', 'Libreria Conti'];
/** Invented, higher than any office has counted: of Milan, Rome, Bologna, Florence and Naples, with right check digits. */
const VAT_NUMBERS = ['99999910153', '99999910583', '99999910377', '99999910484', '99999910633'];

/** The n-th person (or family, or business) of the demo book: the same at every run. */
export function demoProspect(n: number): ProspectDetails {
  const first = FIRST_NAMES[n % FIRST_NAMES.length]!;
  const last = LAST_NAMES[(n * 7) % LAST_NAMES.length]!;
  const company = n % 12 === 11 ? `${COMPANIES[((n / 12) % COMPANIES.length) | 0]} S.r.l.` : null;
  const age = 22 + ((n * 11) % 45);
  return wholeDetails({
    type: company ? 'business' : n % 7 === 3 ? 'family' : 'individual',
    first_name: first,
    last_name: last,
    company_name: company,
    vat_number: company ? VAT_NUMBERS[((n / 12) % VAT_NUMBERS.length) | 0]! : null,
    email: `${first}.${last}.${n}@example.com`.toLowerCase().replaceAll(' ', ''),
    phone: `+39333${String(1_000_000 + n * 4099)}`,
    birth_date: company
      ? null
      : `${2026 - age}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    risk_category: n % 4 === 0 ? null : n % 3 === 0 ? 'low' : n % 17 === 5 ? 'high' : 'medium',
    language: n % 3 === 1 ? 'en' : 'it',
  });
}
