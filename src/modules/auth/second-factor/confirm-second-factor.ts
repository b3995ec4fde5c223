import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { RequestContext } from '../../../platform/context/request-context.js';
import { OwnTransactions } from '../../../platform/database/own-transactions.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from '../sign-in/sessions.js';
import { type SignedIn } from '../sign-in/signed-in.js';
import { SignInThrottle } from '../sign-in/sign-in-throttle.js';
import { Users } from '../users/users.js';

/** Completes an enrolment; answers the recovery codes. Sessions begun without the factor end. */
@OwnTransactions('a wrong code counts although nothing else is written')
export class ConfirmSecondFactor extends Command<string[]> {
  constructor(
    readonly actor: SignedIn,
    readonly code: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmSecondFactor)
export class ConfirmSecondFactorHandler implements ICommandHandler<ConfirmSecondFactor> {
  constructor(
    private readonly users: Users,
    private readonly secondFactors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
    private readonly units: UnitOfWork,
    private readonly context: RequestContext,
  ) {}

  async execute({ actor, code }: ConfirmSecondFactor): Promise<string[]> {
    const codes = await this.throttle.guard(`second factor of ${actor.id}`, this.context.ip, () =>
      this.units.run(async () => {
        const confirmed = await this.secondFactors.confirm(actor.id, code);
        if (!confirmed) return undefined;
        await this.users.change(actor.id, (user, moment) => user.enrolSecondFactor(moment));
        await this.sessions.revoke(actor.id, { allBut: actor.session_id }, 'second_factor_enrolled');
        this.users.forgetActors();
        return confirmed;
      }),
    );
    if (!codes) throw invalidField('code', 'wrong_code', 'The code is wrong or too old, or no enrolment was begun.');
    return codes;
  }
}
