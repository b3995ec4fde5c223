import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { columnsOf } from '../../../platform/database/statements.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { COMMISSION, Commissions, commissionWithin, daysOf, Refusals } from '../../commissions/index.js';
import { type PayoutItem, type PayoutState } from '../payout.table.js';
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

  async execute({ actor, which }: MakePayout): Promise<MadePayout> {
    const { rows, carried_over } = 'ids' in which ? await this.named(which.ids) : await this.ofPeriod(which.period);
    const items = rows.map(({ id, beneficiary_id, amount }) => ({ commission_id: id, beneficiary_id, amount }));
    const payout = await this.payouts.make(actor.id, 'period' in which ? which.period : null, items);
    await this.commissions.changeAll(
      rows.map(({ id }) => id),
      (one, moment) => one.pay(payout.id, moment),
    );
    return { payout: payout.state, items: await this.payouts.itemsOf(payout.id), carried_over };
  }

  private async named(ids: readonly number[]): Promise<{ rows: Payable[]; carried_over: CarriedOver[] }> {
    const rows = await this.lock(sql`${COMMISSION.id} = ANY(${ids}::int[])`);
    const refusals = new Refusals(ids);
    for (const id of ids) if (!rows.some((row) => row.id === id)) refusals.absent(id);
    for (const { id, code, message } of whyNotPayable(rows)) refusals.add(id, code, message);
    refusals.throwAs('commission_not_payable', 'Nothing was paid');
    return { rows, carried_over: [] };
  }

  private async ofPeriod(period: string): Promise<{ rows: Payable[]; carried_over: CarriedOver[] }> {
    const days = daysOf(period, (await this.clock.now()).today);
    const within = commissionWithin(days, this.config.COMPANY_TIME_ZONE);
    const open = await this.lock(
      sql`${COMMISSION.status} = 'approved' AND (${COMMISSION.corrects_id} IS NOT NULL OR ${within})`,
    );
    const { items: rows, carried_over } = selectForPayout(open);
    if (rows.length === 0) {
      throw new DomainError('nothing_to_pay', `Nothing is approved and unpaid in ${period}.`, { carried_over });
    }
    return { rows, carried_over };
  }

  /** In the order of their ids, so that two payouts of the same rows wait for each other and never in a circle. */
  private lock(condition: Sql): Promise<Payable[]> {
    const corrected = COMMISSION.as('corrected');
    return this.units.query<Payable>(sql`
      SELECT ${columnsOf(COMMISSION, 'id', 'beneficiary_id', 'amount', 'status', 'payout_id', 'corrects_id')},
        ${corrected.status} AS corrected_status
      FROM ${COMMISSION} LEFT JOIN ${corrected} ON ${corrected.id} = ${COMMISSION.corrects_id}
      WHERE ${condition} ORDER BY ${COMMISSION.id} FOR UPDATE OF ${COMMISSION}`);
  }
}
