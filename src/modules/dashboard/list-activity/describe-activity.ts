/** What a description is made of; null where there is none or the reader may not know it. */
export interface ActivityFacts {
  event_type: string;
  /** What to call the prospect. */
  prospect: string | null;
  /** As people write it: `UnipolSai`. */
  provider: string | null;
  policy_number: string | null;
  /** The user name of who earns. */
  beneficiary: string | null;
  /** The commission's, in EUR. */
  amount: string | null;
  /** The user name of whom the prospect went to. */
  assignee: string | null;
  details: Record<string, unknown>;
}

/** One plain English sentence without its full stop. A fact without a sentence of its own is told by its name. */
export function describeActivity(facts: ActivityFacts): string {
  const sentence = (SENTENCES[facts.event_type] ?? byItsName)(facts);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** `PolicyCreated` → `policy created` */
export function wordsOf(eventType: string): string {
  return eventType.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

const SENTENCES: Record<string, (facts: ActivityFacts) => string> = {
  ProspectCreated: (facts) => `New prospect: ${facts.prospect ?? 'name not available'}`,
  ProspectUpdated: (facts) => `Details of ${who(facts)} changed`,
  ProspectDeleted: (facts) => `${who(facts)} was deleted`,
  ProspectAssigned: (facts) =>
    facts.details.assigned_broker === undefined
      ? `${who(facts)} is no longer assigned to anybody`
      : `${who(facts)} was assigned to ${facts.assignee ?? 'a broker'}`,
  ProspectStatusChanged: (facts) => {
    switch (facts.details.status) {
      case 'contacted':
        return `${who(facts)} was contacted`;
      case 'quoted':
        return `${who(facts)} has been quoted`;
      case 'policy_signed':
        return `${who(facts)} signed a policy`;
      case 'declined':
        return `${who(facts)} declined`;
      default:
        return `The status of ${who(facts)} changed`;
    }
  },
  ComparisonGenerated: (facts) => {
    const type = text(facts.details.insurance_type);
    const quotes = facts.details.quotes === 1 ? `one ${type} quote` : `${text(facts.details.quotes)} ${type} quotes`;
    const recommended = facts.provider ? `, ${facts.provider} recommended` : '';
    return `${quotes} generated for ${who(facts)}${recommended}`;
  },
  QuoteGenerated: (facts) => `${quote(facts)} generated for ${who(facts)}`,
  QuoteSent: (facts) => `${quote(facts)} sent to ${who(facts)}`,
  QuoteAccepted: (facts) => `${quote(facts)} accepted for ${who(facts)}`,
  QuoteRejected: (facts) =>
    facts.details.closed_reason === 'another_quote_accepted'
      ? `${quote(facts)} for ${who(facts)} closed, as another was accepted`
      : `${quote(facts)} rejected by ${who(facts)}`,
  QuoteExpired: (facts) =>
    facts.details.closed_reason === 'superseded'
      ? `${quote(facts)} for ${who(facts)} replaced by newer quotes`
      : `${quote(facts)} for ${who(facts)} expired`,
  QuoteReopened: (facts) => `${quote(facts)} for ${who(facts)} is open again`,
  PolicyCreated: (facts) => `${policy(facts)} with ${facts.provider ?? 'the provider'} signed for ${who(facts)}`,
  PolicyContractGenerated: (facts) => `Contract of ${policy(facts, 'policy')} generated for ${who(facts)}`,
  PolicyConfirmationSent: (facts) => `Confirmation of ${policy(facts, 'policy')} sent to ${who(facts)}`,
  PolicyExpiring: (facts) => `${policy(facts)} of ${who(facts)} ends soon and can be renewed`,
  PolicyExpired: (facts) => `${policy(facts)} of ${who(facts)} has ended`,
  PolicyRenewed: (facts) => `${policy(facts)} of ${who(facts)} renewed, term ${text(facts.details.term)}`,
  PolicyCancelled: (facts) => `${policy(facts)} of ${who(facts)} cancelled`,
  InstalmentPaid: (facts) => `Instalment of ${policy(facts, 'policy')} paid by ${who(facts)}`,
  InstalmentOverdue: (facts) => `Instalment of ${policy(facts, 'policy')} is overdue`,
  CommissionCalculated: earnings,
  CommissionClawedBack: (facts) => `${earnings(facts)} taken back`,
  CommissionApproved: (facts) => `${earnings(facts)} approved`,
  CommissionRejected: (facts) => `${earnings(facts)} rejected`,
  CommissionPaid: (facts) => `${earnings(facts)} paid`,
  PayoutMade: ({ details }) => `Payout of ${text(details.total)} EUR made`,
  DeliveryDied: ({ details }) => {
    const tries = details.attempts === 1 ? 'one try' : `${text(details.attempts)} tries`;
    return (
      `${text(details.event_type)} of ${text(details.aggregate_type)} ${text(details.aggregate_id)} ` +
      `could not be delivered to ${text(details.subscriber)} in ${tries}`
    );
  },
};

function byItsName(facts: ActivityFacts): string {
  const about = [facts.policy_number, facts.prospect].filter(Boolean).join(', ');
  return about ? `${wordsOf(facts.event_type)}: ${about}` : wordsOf(facts.event_type);
}

function who({ prospect }: ActivityFacts): string {
  return prospect ?? 'a prospect';
}

function quote({ provider }: ActivityFacts): string {
  return provider ? `Quote from ${provider}` : 'A quote';
}

function policy({ policy_number }: ActivityFacts, word = 'Policy'): string {
  return policy_number ? `${word} ${policy_number}` : 'a policy';
}

function earnings(facts: ActivityFacts): string {
  return `Commission of ${facts.amount ?? '?'} EUR for ${facts.beneficiary ?? 'a beneficiary'} on ${policy(facts, 'policy')}`;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}
