import { Inject, Injectable } from '@nestjs/common';
import { sumMoney } from '../../kernel/money.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Catalogues, findProvider } from '../catalogue/index.js';
import { type CancellationCause, type CancelledTerm, Policies, type PolicyState } from '../policies/index.js';
import { Correspondents, type ProspectToWriteTo } from './correspondents.js';
import { type LetterOf, PROSPECT_DELETED, type Skipped, toProspect } from './letter.js';

/** What the mails say that go out while a policy lives and when it ends. */
@Injectable()
export class PolicyLetters {
  constructor(
    private readonly policies: Policies,
    private readonly correspondents: Correspondents,
    private readonly catalogues: Catalogues,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** To the prospect: that the policy is cancelled, what was paid for these terms, and what is paid back. */
  async cancellation(
    policyId: number,
    cause: CancellationCause,
    terms: readonly CancelledTerm[],
  ): Promise<LetterOf<'policy-cancelled'> | Skipped> {
    const found = await this.find(policyId);
    if (!found) return PROSPECT_DELETED;
    const { rule, effective_date, refund, paid_back } = found.policy.cancellation!;
    const paid = found.policy.instalments.filter(
      (one) => one.paid_on !== null && terms.some(({ term }) => term === one.term),
    );
    return toProspect('policy-cancelled', found.prospect, {
      ...(await this.about(found)),
      cause,
      rule,
      refund,
      effectiveDate: effective_date ?? undefined,
      paidBack: paid_back,
      earned: sumMoney(terms.map(({ earned }) => earned)),
      paid: sumMoney(paid.map(({ amount }) => amount)),
    });
  }

  /** To the prospect and the broker: a term that ends, unless it was renewed or cancelled since. */
  async renewal(
    policyId: number,
    term: number,
  ): Promise<(LetterOf<'renewal-reminder'> | LetterOf<'renewal-due'>)[] | Skipped> {
    const found = await this.find(policyId);
    if (!found) return PROSPECT_DELETED;
    const { policy, prospect } = found;
    if (policy.status !== 'active') return { skipped: `policy ${policy.status}` };
    if (policy.term !== term) return { skipped: 'renewed already' };
    const about = await this.about(found);
    const { policyNumber, provider, insuranceType, companyName, displayName } = about;
    const { end_date: endDate, annual_premium: annualPremium, coverage_amount: coverage } = policy;
    const dependsOnAge = !about.isBusiness && insuranceType !== 'home';
    const reminder = toProspect('renewal-reminder', prospect, {
      ...about,
      dependsOnAge,
      endDate,
      annualPremium,
      coverage,
    });
    const { broker } = prospect;
    if (!broker) return [reminder];
    return [
      reminder,
      {
        template: 'renewal-due',
        recipient: `user:${broker.id}`,
        address: broker.address,
        language: 'en',
        data: {
          companyName,
          brokerName: broker.name,
          displayName,
          prospectId: prospect.id,
          policyNumber,
          provider,
          insuranceType,
          endDate,
          annualPremium,
        },
      },
    ];
  }

  /** To the prospect: an instalment that is overdue, unless it was paid or the policy ended since. */
  async overdue(
    policyId: number,
    term: number,
    number: number,
    lapsesOn: string,
  ): Promise<LetterOf<'instalment-reminder'> | Skipped> {
    const found = await this.find(policyId);
    if (!found) return PROSPECT_DELETED;
    const { policy, prospect } = found;
    if (policy.status !== 'active') return { skipped: `policy ${policy.status}` };
    const instalment = policy.instalments.find((one) => one.term === term && one.number === number)!;
    if (instalment.paid_on) return { skipped: 'paid since' };
    const { amount, due_date: dueDate } = instalment;
    return toProspect('instalment-reminder', prospect, { ...(await this.about(found)), amount, dueDate, lapsesOn });
  }

  private async find(policyId: number): Promise<{ policy: PolicyState; prospect: ProspectToWriteTo } | undefined> {
    const policy = (await this.policies.find(policyId))?.state;
    const prospect = policy && (await this.correspondents.findProspect(policy.prospect_id));
    return prospect && { policy, prospect };
  }

  private async about({ policy, prospect }: { policy: PolicyState; prospect: ProspectToWriteTo }) {
    const { policy_number, provider, insurance_type, catalogue_version } = policy;
    return {
      companyName: this.config.COMPANY_NAME,
      displayName: prospect.displayName,
      isBusiness: prospect.type === 'business',
      broker: prospect.broker,
      policyNumber: policy_number,
      provider: findProvider(await this.catalogues.get(catalogue_version), provider)?.name ?? provider,
      insuranceType: insurance_type,
    };
  }
}
