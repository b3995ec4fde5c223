import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { type CommissionState } from '../commission.table.js';
import { Commissions } from '../commissions.js';
import { Refusals } from '../refusals.js';

/** Approves all of them or, where one cannot be, none. */
export class ApproveCommissions extends Command<CommissionState[]> {
  constructor(
    readonly actor: Actor,
    readonly ids: readonly number[],
  ) {
    super();
  }
}

@CommandHandler(ApproveCommissions)
export class ApproveCommissionsHandler implements ICommandHandler<ApproveCommissions> {
  constructor(private readonly commissions: Commissions) {}

  async execute({ actor, ids }: ApproveCommissions): Promise<CommissionState[]> {
    const refusals = new Refusals(ids);
    const seen = await this.commissions.seen(actor, 'approve', ids);
    for (const id of ids) if (!seen.has(id)) refusals.absent(id);
    const approved = await this.commissions.changeAll([...seen], (commission, moment) => {
      try {
        commission.approve(actor.id, moment);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        refusals.add(commission.id, error.code, error.message);
      }
    });
    refusals.throwAs('batch_refused', 'None was approved');
    return approved.map(({ state }) => state);
  }
}
