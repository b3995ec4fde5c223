/** One queue, and its one subscriber: which facts it receives, and how often it is tried before it is given up. */
export interface QueueLine {
  /** Event types; `any` is every fact but those of users. */
  on: readonly string[] | 'any';
  /** Tries before the delivery is dead and waits for an admin. */
  attempts: number;
}

const MONEY = 20;
const MAIL = 12;
const PDF = 8;

/** Every queue on one screen. A saga class of the same name receives what is listed here. */
export const QUEUES: Record<string, QueueLine> = {
  'prospect-status': { on: ['ComparisonGenerated', 'PolicyCreated'], attempts: MONEY },
  'policy-creation': { on: ['QuoteAccepted'], attempts: MONEY },
  'commission-calculation': { on: ['PolicyCreated', 'PolicyRenewed'], attempts: MONEY },
  'commission-clawback': { on: ['PolicyCancelled'], attempts: MONEY },
  'contract-rendering': { on: ['PolicyCreated', 'PolicyRenewed'], attempts: PDF },
  'welcome-mail': { on: ['ProspectCreated'], attempts: MAIL },
  'broker-notification': { on: ['ProspectCreated'], attempts: MAIL },
  'quote-mail': { on: ['QuoteSent'], attempts: MAIL },
  'policy-mail': { on: ['PolicyContractGenerated'], attempts: MAIL },
  'password-reset-mail': { on: ['UserPasswordResetRequested'], attempts: MAIL },
  'renewal-reminder': { on: ['PolicyExpiring'], attempts: MAIL },
  'cancellation-mail': { on: ['PolicyCancelled'], attempts: MAIL },
  'instalment-reminder': { on: ['InstalmentOverdue'], attempts: MAIL },
  'payout-mail': { on: ['PayoutMade'], attempts: MAIL },
  'admin-alert': { on: ['DeliveryDied', 'UserFirstMailLimitReached'], attempts: MAIL },
  activity: { on: 'any', attempts: MONEY },
};

/** The subscribers that an event of this type and aggregate is owed to. */
export function subscribersOf(eventType: string, aggregateType: string): string[] {
  return Object.entries(QUEUES)
    .filter(([, { on }]) => (on === 'any' ? aggregateType !== 'user' : on.includes(eventType)))
    .map(([name]) => name);
}
