import { USER_FIRST_MAIL_LIMIT_REACHED, USER_PASSWORD_RESET_REQUESTED } from '../modules/auth/index.js';
import { PAYOUT_MADE } from '../modules/payouts/index.js';
import {
  INSTALMENT_OVERDUE,
  POLICY_CANCELLED,
  POLICY_CONTRACT_GENERATED,
  POLICY_CREATED,
  POLICY_EXPIRING,
  POLICY_RENEWED,
} from '../modules/policies/index.js';
import { PROSPECT_CREATED } from '../modules/prospects/index.js';
import { COMPARISON_GENERATED, QUOTE_ACCEPTED, QUOTE_SENT } from '../modules/quotes/index.js';
import { DELIVERY_DIED } from '../queues/delivery.events.js';
import { type QueueLine, Subscriptions } from '../queues/subscriptions.js';

const MONEY = 20;
const MAIL = 12;
const PDF = 8;

/** Every queue on one screen. A saga class of the same name receives what is listed here. */
export const QUEUES: Record<string, QueueLine> = {
  'prospect-status': { on: [COMPARISON_GENERATED, POLICY_CREATED], attempts: MONEY },
  'policy-creation': { on: [QUOTE_ACCEPTED], attempts: MONEY },
  'commission-calculation': { on: [POLICY_CREATED, POLICY_RENEWED], attempts: MONEY },
  'commission-clawback': { on: [POLICY_CANCELLED], attempts: MONEY },
  'contract-rendering': { on: [POLICY_CREATED, POLICY_RENEWED], attempts: PDF },
  'welcome-mail': { on: [PROSPECT_CREATED], attempts: MAIL },
  'broker-notification': { on: [PROSPECT_CREATED], attempts: MAIL },
  'quote-mail': { on: [QUOTE_SENT], attempts: MAIL },
  'policy-mail': { on: [POLICY_CONTRACT_GENERATED], attempts: MAIL },
  'password-reset-mail': { on: [USER_PASSWORD_RESET_REQUESTED], attempts: MAIL },
  'renewal-reminder': { on: [POLICY_EXPIRING], attempts: MAIL },
  'cancellation-mail': { on: [POLICY_CANCELLED], attempts: MAIL },
  'instalment-reminder': { on: [INSTALMENT_OVERDUE], attempts: MAIL },
  'payout-mail': { on: [PAYOUT_MADE], attempts: MAIL },
  'admin-alert': { on: [DELIVERY_DIED, USER_FIRST_MAIL_LIMIT_REACHED], attempts: MAIL },
  activity: { on: 'any', attempts: MONEY },
};

export const SUBSCRIPTIONS = new Subscriptions(QUEUES);
