import {
  day,
  instant,
  int,
  none,
  nullable,
  oneOf,
  personal,
  text,
  type ValuesOf,
  without,
} from '../../kernel/fields.js';
import { aggregateColumns, fieldsOf, type RowOf, table } from '../../platform/database/table.js';
import { riskCategories } from '../catalogue/index.js';

export const prospectTypes = ['individual', 'family', 'business'] as const;
export type ProspectType = (typeof prospectTypes)[number];

export const prospectStatuses = ['new', 'contacted', 'quoted', 'policy_signed', 'declined'] as const;
export type ProspectStatus = (typeof prospectStatuses)[number];

export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

export const PROSPECT = table(
  'prospect',
  {
    ...aggregateColumns,
    type: none(oneOf(prospectTypes)),
    first_name: personal(nullable(text), null),
    last_name: personal(nullable(text), null),
    company_name: personal(nullable(text), null),
    vat_number: personal(nullable(text), null),
    email: personal(text, ''),
    phone: personal(text, ''),
    birth_date: personal(nullable(day), null),
    tax_code: personal(nullable(text), null),
    risk_category: none(nullable(oneOf(riskCategories))),
    language: none(oneOf(languages)),
    notes: personal(nullable(text), null),
    status: none(oneOf(prospectStatuses)),
    /** The furthest that the status ever was; declining takes nothing of it back. */
    reached: none(oneOf(prospectStatuses)),
    assigned_broker: none(nullable(int)),
    referred_by: none(nullable(int)),
    created_by: none(int),
    created_at: none(instant),
    updated_at: none(instant),
  },
  { kept: ['list_name', 'words'] },
);

export type ProspectState = RowOf<typeof PROSPECT>;

/** What a user may enter and change. */
export const prospectDetails = without(
  fieldsOf(PROSPECT),
  'id',
  'version',
  'status',
  'reached',
  'assigned_broker',
  'referred_by',
  'created_by',
  'created_at',
  'updated_at',
);
export type ProspectDetails = ValuesOf<typeof prospectDetails>;
