import { type AggregateState } from '../../kernel/aggregate.js';
import { type RiskCategory } from '../catalogue/index.js';

export const prospectTypes = ['individual', 'family', 'business'] as const;
export type ProspectType = (typeof prospectTypes)[number];

export const prospectStatuses = ['new', 'contacted', 'quoted', 'policy_signed', 'declined'] as const;
export type ProspectStatus = (typeof prospectStatuses)[number];

export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

/** What a user may enter and change. */
export interface ProspectDetails {
  type: ProspectType;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  vat_number: string | null;
  email: string;
  phone: string;
  birth_date: string | null;
  tax_code: string | null;
  risk_category: RiskCategory | null;
  language: Language;
  notes: string | null;
}

export interface ProspectState extends AggregateState, ProspectDetails {
  status: ProspectStatus;
  /** The furthest that the status ever was; declining takes nothing of it back. */
  reached: ProspectStatus;
  assigned_broker: number | null;
  referred_by: number | null;
  created_by: number;
  created_at: string;
  updated_at: string;
}
