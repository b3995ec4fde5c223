import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { type CommissionState } from '../commission.table.js';
import { Commissions } from '../commissions.js';

/** A superior of the beneficiary says that it is not earned. What takes it back falls with it. */
export class RejectCommission extends Command<CommissionState> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
    readonly reason: string,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(RejectCommission)
export class RejectCommissionHandler implements ICommandHandler<RejectCommission> {
  constructor(private readonly commissions: Commissions) {}

  async execute({ actor, id, reason, precondition }: RejectCommission): Promise<CommissionState> {
    await this.commissions.see(actor, 'reject', id);
    const rejected = await this.commissions.change(id, (commission, moment) => {
      mustStandAt(precondition, commission.version);
      commission.reject(actor.id, reason, moment);
    });
    const corrections = await this.commissions.correctionsOf([id]);
    await this.commissions.changeAll(
      corrections.map((one) => one.id),
      (correction, moment) => correction.annul(`commission ${id}, which it takes back, was rejected`, moment),
    );
    return rejected.state;
  }
}
