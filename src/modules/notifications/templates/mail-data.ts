import { type Money } from '../../../kernel/money.js';
import { type Role } from '../../auth/index.js';
import { type InsuranceType } from '../../catalogue/index.js';
import { type ProspectType } from '../../prospects/index.js';

/** How to reach somebody; what is unknown is left out. */
export interface MailContact {
  name: string;
  email?: string;
  phone?: string;
}

interface Common {
  /** The company that sends the mail, as configured. */
  companyName: string;
}

export interface ToProspect extends Common {
  /** The prospect's name, or the company name of a business. */
  displayName: string;
  isBusiness?: boolean;
  /** The assigned broker, who gets the answers; without one, nobody does. */
  broker?: MailContact;
}

type PremiumFactor = 'provider_multiplier' | 'risk' | 'coverage' | 'age' | 'smoker' | 'conditions' | 'occupation';

export type WelcomeData = ToProspect;

export interface NewProspectData extends Common {
  brokerName: string;
  prospectId: number;
  displayName: string;
  prospectType: ProspectType;
  email?: string;
  phone?: string;
  /** Who referred the prospect, if anybody. */
  referredBy?: string;
}

export interface QuoteData extends ToProspect {
  quoteId: number;
  /** Display name of the provider: `AXA`. */
  provider: string;
  insuranceType: InsuranceType;
  annualPremium: Money;
  monthlyPremium: Money;
  coverage: Money;
  /** Absent or `'0.00'` means none. */
  deductible?: Money;
  /** Last day, `YYYY-MM-DD`. */
  validUntil: string;
  /** The advisor's reasons, in the language of the mail. */
  pros: string[];
  cons: string[];
  /** Base premium and factors as exact text; factors of 1 are not shown. */
  breakdown: { base: Money } & Partial<Record<PremiumFactor, string>>;
}

export interface PolicyConfirmationData extends ToProspect {
  policyNumber: string;
  provider: string;
  insuranceType: InsuranceType;
  /** 1 = first insured year; later ones read as a renewal. */
  term: number;
  startDate: string;
  endDate: string;
  annualPremium: Money;
  coverage: Money;
  firstInstalment: { amount: Money; dueDate: string };
  /** The first term alone: how long one may withdraw, and the last day that counts. */
  coolingOff?: { days: number; lastDay: string };
}

interface AboutPolicy extends ToProspect {
  policyNumber: string;
  provider: string;
  insuranceType: InsuranceType;
}

export interface PolicyCancelledData extends AboutPolicy {
  /** `unpaid`: for an instalment that was not paid. */
  cause: 'requested' | 'unpaid';
  /** Undone whole within the cooling-off days, or refunded by days. */
  rule: 'cooling_off' | 'pro_rata';
  /** Last day of cover; absent where cover is undone from its start. */
  effectiveDate?: string;
  /** Premium no longer owed. */
  refund: Money;
  /** Premium for the days with cover. */
  earned: Money;
  paid: Money;
  /** What the prospect gets back of what was paid. */
  paidBack: Money;
}

export interface RenewalReminderData extends AboutPolicy {
  /** Whether the premium goes by somebody's age. */
  dependsOnAge: boolean;
  endDate: string;
  annualPremium: Money;
  coverage: Money;
}

/** To the broker of a policy that can be renewed. */
export interface RenewalDueData extends Common {
  brokerName: string;
  displayName: string;
  prospectId: number;
  policyNumber: string;
  provider: string;
  insuranceType: InsuranceType;
  endDate: string;
  annualPremium: Money;
}

export interface InstalmentReminderData extends AboutPolicy {
  amount: Money;
  dueDate: string;
  /** The policy is cancelled on this day unless the instalment is paid before. */
  lapsesOn: string;
}

/** What one beneficiary gets of one payout. */
export interface PayoutStatementData extends Common {
  payoutId: number;
  beneficiaryName: string;
  /** Day of the payout, `YYYY-MM-DD`. */
  paidOn: string;
  total: Money;
  /** Amounts below 0.00 take back; all of them add up to the total. */
  lines: {
    policyNumber: string;
    commissionType: 'initial' | 'renewal_year1' | 'renewal_recurring' | 'clawback';
    amount: Money;
  }[];
}

/** About a dead delivery: ids and classes only, since admins may not see whom it is about. */
export interface DeliveryDiedData extends Common {
  eventId: string;
  eventType: string;
  subscriber: string;
  attempts: number;
  /** Class or code of the last failure, `MailRefused 550 5.1.1`; never a message with personal data. */
  lastError: string;
}

/** About a user who has entered as many new addresses as a day allows. */
export interface FirstMailLimitData extends Common {
  userId: number;
  username: string;
  role: Role;
  /** `YYYY-MM-DD`. */
  day: string;
  limit: number;
}

export interface PasswordResetData extends Common {
  username: string;
  /** What sets a new password, once, within 30 minutes of asking. */
  token: string;
}

/** What each mail is told. */
export interface MailData {
  welcome: WelcomeData;
  'new-prospect': NewProspectData;
  quote: QuoteData;
  'policy-confirmation': PolicyConfirmationData;
  'password-reset': PasswordResetData;
  'policy-cancelled': PolicyCancelledData;
  'renewal-reminder': RenewalReminderData;
  'renewal-due': RenewalDueData;
  'instalment-reminder': InstalmentReminderData;
  'payout-statement': PayoutStatementData;
  'delivery-died': DeliveryDiedData;
  'first-mail-limit': FirstMailLimitData;
}

export type MailTemplate = keyof MailData;
