import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { nextTermStart } from '../../../kernel/term.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { Catalogues } from '../../catalogue/index.js';
import { applicantOf } from '../../eligibility/index.js';
import { Prospects } from '../../prospects/index.js';
import { Policies } from '../policies.js';
import { type PolicyState } from '../policy.table.js';
import { type RenewalOffer } from '../renewal.js';

export interface RenewalAnswer {
  policy: PolicyState;
  offer: RenewalOffer;
}

/** Agrees the next term of a policy, or only shows what it would be. */
export class RenewPolicy extends Command<RenewalAnswer> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
    readonly wish: { accept_premium_change: boolean; preview: boolean },
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(RenewPolicy)
export class RenewPolicyHandler implements ICommandHandler<RenewPolicy> {
  constructor(
    private readonly policies: Policies,
    private readonly prospects: Prospects,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
  ) {}

  async execute({ actor, policyId, wish, precondition }: RenewPolicy): Promise<RenewalAnswer> {
    const { prospect_id } = (await this.policies.see(actor, 'renew', policyId)).state;
    const earnedBy = await this.policies.lockProspect(prospect_id);
    const before = await this.policies.get(policyId);
    mustStandAt(precondition, before.version);
    const applicant = applicantOf((await this.prospects.get(prospect_id)).state);
    const catalogue = await this.catalogues.on(nextTermStart(before.state.end_date));
    const { today } = await this.clock.now();
    const offer = before.offerRenewal(applicant, catalogue, today);
    if (wish.preview) return { policy: before.state, offer };
    const { accept_premium_change } = wish;
    const renewed = await this.policies.change(policyId, (policy, moment) => {
      // A cancellation does not wait for the prospect's lock, so the policy is asked once more under its own.
      mustStandAt(precondition, policy.version);
      policy.renew(
        policy.offerRenewal(applicant, catalogue, today),
        { accept_premium_change, renewed_by: actor.id, ...earnedBy },
        moment,
      );
    });
    return { policy: renewed.state, offer };
  }
}
