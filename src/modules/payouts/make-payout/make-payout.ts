import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Commissions, commissionWithin, daysOf, Refusals } from '../../commissions/index.js';
import { type PayoutItem } from '../payout.events.js';
import { type PayoutState } from '../payout.state.js';
import { Payouts } from '../payouts.js';
import { type CarriedOver, type Payable, selectForPayout, whyNotPayable } from './payable.js';

export interface MadePayout {
  payout: PayoutState;
  items: PayoutItem[];
  carried_over: CarriedOver[];
}

/** Pays the named commissions, or those of a period, together and once. */
export class MakePayout extends Command<MadePayout> {
  constructor(
    readonly actor: Pick<Actor, 'id'>,
    readonly which: { ids: readonly number[] } | { period: string },
  ) {
    super();
  }
}

@CommandHandler(MakePayout)
export class MakePayoutHandler implements ICommandHandler<MakePayout> {
  constructor(
    private readonly commissions: Commissions,
    private readonly payouts: Payouts,
    private readonly units: UnitOfWork,
    private readonly clock: CompanyClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  execute({ actor, which }: MakePayout): Promise<MadePayout> {
    return this.units.run(async () => {
      const { rows, carried_over } = 'ids' in which ? await this.named(which.ids) : await this.ofPeriod(which.period);
      const items = rows.map(({ id, beneficiary_id, amount }) => ({ commission_id: id, beneficiary_id, amount }));
      const payout = await this.payouts.make(actor.id, 'period' in which ? which.period : null, items);
      await this.commissions.changeAll(
        rows.map(({ id }) => id),
        (one, moment) => one.pay(payout.id, moment),
      );
      return { payout: payout.state, items: await this.payouts.itemsOf(payout.id), carried_over };
    });
  }

  private async named(ids: readonly number[]): Promise<{ rows: Payable[]; carried_over: CarriedOver[] }> {
    const parameters = new Parameters();
    const rows = await this.lock(`commission.id = ANY(${parameters.add(ids)}::int[])`, parameters);
    const refusals = new Refusals(ids);
    for (const id of ids) if (!rows.some((row) => row.id === id)) refusals.absent(id);
    for (const { id, code, message } of whyNotPayable(rows)) refusals.add(id, code, message);
    refusals.throwAs('commission_not_payable', 'Nothing was paid');
    return { rows, carried_over: [] };
  }

  private async ofPeriod(period: string): Promise<{ rows: Payable[]; carried_over: CarriedOver[] }> {
    const parameters = new Parameters();
    const days = daysOf(period, (await this.clock.now()).today);
    const within = commissionWithin(days, this.config.COMPANY_TIME_ZONE, 'commission', parameters);
    const open = await this.lock(
      `commission.status = 'approved' AND (commission.corrects_id IS NOT NULL OR ${within})`,
      parameters,
    );
    const { items: rows, carried_over } = selectForPayout(open);
    if (rows.length === 0) {
      throw new DomainError('nothing_to_pay', `Nothing is approved and unpaid in ${period}.`, { carried_over });
    }
    return { rows, carried_over };
  }

  /** In the order of their ids, so that two payouts of the same rows wait for each other and never in a circle. */
  private lock(condition: string, parameters: Parameters): Promise<Payable[]> {
    return this.units.query<Payable>(
      `SELECT commission.id, commission.beneficiary_id, commission.amount, commission.status, commission.payout_id,
         commission.corrects_id, corrected.status AS corrected_status
       FROM commission LEFT JOIN commission corrected ON corrected.id = commission.corrects_id
       WHERE ${condition} ORDER BY commission.id FOR UPDATE OF commission`,
      parameters.values,
    );
  }
}
