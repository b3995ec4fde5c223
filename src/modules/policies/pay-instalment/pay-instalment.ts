import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type IsoDate } from '../../../kernel/term.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { Policies } from '../policies.js';
import { type Policy } from '../policy.js';

/** Marks one instalment as paid, of the newest term unless another is named. */
export class PayInstalment extends Command<Policy> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
    readonly instalment: { number: number; term: number | null; paid_on: IsoDate | null },
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(PayInstalment)
export class PayInstalmentHandler implements ICommandHandler<PayInstalment> {
  constructor(
    private readonly policies: Policies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({
    actor,
    policyId,
    instalment: { number, term, paid_on },
    precondition,
  }: PayInstalment): Promise<Policy> {
    await this.policies.see(actor, 'pay_instalment', policyId);
    return this.policies.change(policyId, (policy, moment) => {
      mustStandAt(precondition, policy.version);
      policy.payInstalment(
        term ?? policy.state.term,
        number,
        paid_on ?? moment.today,
        this.config.COMPANY_TIME_ZONE,
        moment,
      );
    });
  }
}
