import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { type CommissionState } from '../commission.table.js';
import { Commissions } from '../commissions.js';

/** A superior of the beneficiary agrees that it is earned. */
export class ApproveCommission extends Command<CommissionState> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(ApproveCommission)
export class ApproveCommissionHandler implements ICommandHandler<ApproveCommission> {
  constructor(private readonly commissions: Commissions) {}

  async execute({ actor, id, precondition }: ApproveCommission): Promise<CommissionState> {
    await this.commissions.see(actor, 'approve', id);
    const approved = await this.commissions.change(id, (commission, moment) => {
      mustStandAt(precondition, commission.version);
      commission.approve(actor.id, moment);
    });
    return approved.state;
  }
}
