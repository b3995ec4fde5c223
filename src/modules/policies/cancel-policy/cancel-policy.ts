import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { type IsoDate } from '../../../kernel/term.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { Catalogues } from '../../catalogue/index.js';
import { Policies } from '../policies.js';
import { type PolicyState } from '../policy.table.js';
import { type CancellationSettlement } from '../refund.js';

export interface CancellationAnswer {
  policy: PolicyState;
  settlement: CancellationSettlement;
  /** The right to withdraw, and where it is written down. */
  cooling_off: { days: number; catalogue_version: string };
}

/** Cancels a policy, or only shows what that would come to. */
export class CancelPolicy extends Command<CancellationAnswer> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
    readonly wish: { effective_date: IsoDate | null; reason: string | null; preview: boolean },
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(CancelPolicy)
export class CancelPolicyHandler implements ICommandHandler<CancelPolicy> {
  constructor(
    private readonly policies: Policies,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({
    actor,
    policyId,
    wish: { effective_date, reason, preview },
    precondition,
  }: CancelPolicy): Promise<CancellationAnswer> {
    const before = await this.policies.see(actor, 'cancel', policyId);
    if (!preview && !reason) throw invalidField('reason', 'required', 'reason must say why the policy is cancelled');
    const { catalogue_version } = before.state.terms[0]!;
    const { tariffs } = await this.catalogues.get(catalogue_version);
    const { cooling_off_days } = tariffs[before.state.insurance_type];
    const cooling_off = { days: cooling_off_days, catalogue_version };
    const wish = {
      cause: 'requested' as const,
      effective_date,
      cooling_off_days,
      time_zone: this.config.COMPANY_TIME_ZONE,
    };
    if (preview) {
      mustStandAt(precondition, before.version);
      const { today } = await this.clock.now();
      return { policy: before.state, settlement: before.settle(wish, today), cooling_off };
    }
    let settlement: CancellationSettlement | undefined;
    const cancelled = await this.policies.change(policyId, (policy, moment) => {
      mustStandAt(precondition, policy.version);
      settlement = policy.cancel(wish, reason!, moment);
    });
    return { policy: cancelled.state, settlement: settlement!, cooling_off };
  }
}
