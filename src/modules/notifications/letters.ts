import { Inject, Injectable } from '@nestjs/common';
import { type DataOf } from '../../kernel/fact.js';
import { sumMoney, type Money } from '../../kernel/money.js';
import { addDays, dateIn } from '../../kernel/term.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DocumentStore } from '../../platform/documents/document-store.js';
import { DELIVERY_DIED } from '../../queues/delivery.events.js';
import { publicReason } from '../../queues/public-reason.js';
import { USER, USER_FIRST_MAIL_LIMIT_REACHED } from '../auth/index.js';
import { Catalogues, findProvider } from '../catalogue/index.js';
import { COMMISSION, type CommissionType } from '../commissions/index.js';
import { PAYOUT, PAYOUT_ITEM } from '../payouts/index.js';
import { Policies, type PolicyState } from '../policies/index.js';
import { PricedFacts, Quotes, type QuoteState } from '../quotes/index.js';
import { Correspondents, type ProspectToWriteTo } from './correspondents.js';
import { PROSPECT_DELETED, toProspect, type LetterOf, type Skipped } from './letter.js';
import { type DeliveryDiedData } from './templates/mail-data.js';

interface PayoutLine {
  created_at: string;
  beneficiary_id: number;
  username: string;
  email: string;
  policy_number: string;
  commission_type: CommissionType;
  amount: Money;
}

/** What each mail says, read when it is written: the event names the occasion, the rows hold what is true now. */
@Injectable()
export class Letters {
  constructor(
    private readonly units: UnitOfWork,
    private readonly correspondents: Correspondents,
    private readonly catalogues: Catalogues,
    private readonly quotes: Quotes,
    private readonly facts: PricedFacts,
    private readonly policies: Policies,
    private readonly documents: DocumentStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** To a new prospect. */
  async welcome(prospectId: number): Promise<LetterOf<'welcome'> | Skipped> {
    const prospect = await this.correspondents.findProspect(prospectId);
    if (!prospect) return PROSPECT_DELETED;
    return toProspect('welcome', prospect, this.opening(prospect));
  }

  /** To the broker whom a new prospect was given to, while it still is theirs: another's is not theirs to read. */
  async newProspect(prospectId: number, brokerId: number): Promise<LetterOf<'new-prospect'> | Skipped> {
    const prospect = await this.correspondents.findProspect(prospectId);
    if (!prospect) return PROSPECT_DELETED;
    const { broker, displayName, type, email, phone, referredBy } = prospect;
    if (broker?.id !== brokerId) return { skipped: 'no longer assigned to this broker' };
    return {
      template: 'new-prospect',
      recipient: `user:${broker.id}`,
      address: broker.address,
      language: 'en',
      data: {
        companyName: this.config.COMPANY_NAME,
        brokerName: broker.name,
        prospectId,
        displayName,
        prospectType: type,
        email,
        phone,
        referredBy,
      },
    };
  }

  /** To the prospect: one provider's offer, unless it has been withdrawn or declined since, or binds no longer. */
  async quote(quoteId: number): Promise<LetterOf<'quote'> | Skipped> {
    const quote = (await this.quotes.find(quoteId))?.state;
    const prospect = quote && (await this.correspondents.findProspect(quote.prospect_id));
    if (!prospect) return PROSPECT_DELETED;
    if (quote.status === 'rejected' || quote.status === 'expired') return { skipped: `quote ${quote.status}` };
    const changed = await this.facts.changedSince(quoteId);
    if (changed.length > 0) return { skipped: `priced for another ${changed.join(', ')}` };
    return toProspect('quote', prospect, {
      ...this.opening(prospect),
      quoteId,
      provider: await this.providerName(quote),
      insuranceType: quote.insurance_type,
      annualPremium: quote.annual_premium,
      monthlyPremium: quote.monthly_premium,
      coverage: quote.coverage_amount,
      deductible: quote.deductible ?? undefined,
      validUntil: quote.valid_until,
      pros: quote.ai_reasoning.pros,
      cons: quote.ai_reasoning.cons,
      breakdown: quote.premium_breakdown,
    });
  }

  /** To the prospect: a term of the policy, with its contract, the document of that hash. */
  async confirmation(
    policyId: number,
    term: number,
    contract: string,
  ): Promise<LetterOf<'policy-confirmation'> | Skipped> {
    const policy = (await this.policies.find(policyId))?.state;
    const prospect = policy && (await this.correspondents.findProspect(policy.prospect_id));
    if (!prospect) return PROSPECT_DELETED;
    if (policy.status === 'cancelled') return { skipped: 'policy cancelled' };
    if (policy.term !== term) return { skipped: 'a later term has been made' };
    const first = policy.instalments.find((instalment) => instalment.term === term && instalment.number === 1)!;
    const letter = toProspect('policy-confirmation', prospect, {
      ...this.opening(prospect),
      policyNumber: policy.policy_number,
      provider: await this.providerName(policy),
      insuranceType: policy.insurance_type,
      term,
      startDate: policy.start_date,
      endDate: policy.end_date,
      annualPremium: policy.annual_premium,
      coverage: policy.coverage_amount,
      firstInstalment: { amount: first.amount, dueDate: first.due_date },
      coolingOff: term === 1 ? await this.coolingOff(policy) : undefined,
    });
    const filename = `${policy.policy_number}.pdf`;
    const content = await this.documents.get(contract);
    return { ...letter, attachments: [{ filename, content, contentType: 'application/pdf' }] };
  }

  /** To a user who has forgotten their password. */
  async passwordReset(userId: number, token: string): Promise<LetterOf<'password-reset'> | Skipped> {
    const user = await this.correspondents.findUser(userId);
    if (!user) return { skipped: 'user not active' };
    return {
      template: 'password-reset',
      recipient: `user:${userId}`,
      address: user.email,
      language: 'en',
      data: { companyName: this.config.COMPANY_NAME, username: user.name, token },
    };
  }

  /** To each beneficiary of a payout: their own lines. */
  async payoutStatements(payoutId: number): Promise<LetterOf<'payout-statement'>[]> {
    const { payout_id, commission_id, beneficiary_id, amount } = PAYOUT_ITEM;
    const lines = await this.units.query<PayoutLine>(sql`
      SELECT ${PAYOUT.created_at}, ${beneficiary_id}, ${USER.username}, ${USER.email}, ${COMMISSION.policy_number},
        ${COMMISSION.commission_type}, ${amount}
      FROM ${PAYOUT} JOIN ${PAYOUT_ITEM} ON ${payout_id} = ${PAYOUT.id}
        JOIN ${COMMISSION} ON ${COMMISSION.id} = ${commission_id} JOIN ${USER} ON ${USER.id} = ${beneficiary_id}
      WHERE ${PAYOUT.id} = ${payoutId} ORDER BY ${beneficiary_id}, ${commission_id}`);
    return [...Map.groupBy(lines, (line) => line.beneficiary_id)].map(([id, own]) => ({
      template: 'payout-statement',
      recipient: `user:${id}`,
      address: own[0]!.email,
      language: 'en',
      data: {
        companyName: this.config.COMPANY_NAME,
        payoutId,
        beneficiaryName: own[0]!.username,
        paidOn: dateIn(own[0]!.created_at, this.config.COMPANY_TIME_ZONE),
        total: sumMoney(own.map(({ amount }) => amount)),
        lines: own.map(({ policy_number, commission_type, amount }) => ({
          policyNumber: policy_number,
          commissionType: commission_type,
          amount,
        })),
      },
    }));
  }

  /** To every active admin. */
  async deliveryDied(died: DataOf<typeof DELIVERY_DIED>): Promise<LetterOf<'delivery-died'>[]> {
    const data: DeliveryDiedData = {
      companyName: this.config.COMPANY_NAME,
      eventId: died.event_id,
      eventType: died.event_type,
      subscriber: died.subscriber,
      attempts: died.attempts,
      lastError: publicReason(died.reason) ?? 'see the dead letter',
    };
    return this.toAdmins('delivery-died', data);
  }

  /** To every active admin. */
  async firstMailLimit(
    userId: number,
    { day, limit }: DataOf<typeof USER_FIRST_MAIL_LIMIT_REACHED>,
  ): Promise<LetterOf<'first-mail-limit'>[] | Skipped> {
    const user = await this.correspondents.findUser(userId);
    if (!user) return { skipped: 'user not active' };
    const data = { companyName: this.config.COMPANY_NAME, userId, username: user.name, role: user.role, day, limit };
    return this.toAdmins('first-mail-limit', data);
  }

  private async toAdmins<Template extends 'delivery-died' | 'first-mail-limit'>(
    template: Template,
    data: LetterOf<Template>['data'],
  ): Promise<LetterOf<Template>[]> {
    const admins = await this.correspondents.listAdmins();
    return admins.map(({ id, email }) => ({ template, recipient: `user:${id}`, address: email, language: 'en', data }));
  }

  private opening({ displayName, type, broker }: ProspectToWriteTo) {
    return { companyName: this.config.COMPANY_NAME, displayName, isBusiness: type === 'business', broker };
  }

  private async providerName(sold: Pick<QuoteState, 'catalogue_version' | 'provider'>): Promise<string> {
    return findProvider(await this.catalogues.get(sold.catalogue_version), sold.provider)?.name ?? sold.provider;
  }

  /** The signing day is day 0, the last day counts. */
  private async coolingOff(policy: PolicyState): Promise<{ days: number; lastDay: string }> {
    const { tariffs } = await this.catalogues.get(policy.catalogue_version);
    const days = tariffs[policy.insurance_type].cooling_off_days;
    return { days, lastDay: addDays(dateIn(policy.signed_at, this.config.COMPANY_TIME_ZONE), days) };
  }
}
