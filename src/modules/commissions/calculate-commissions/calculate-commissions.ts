import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Money } from '../../../kernel/money.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Catalogues } from '../../catalogue/index.js';
import { commissionRows } from '../commission-rows.js';
import { Commissions } from '../commissions.js';
import { monthOf } from '../period.js';

/** A term as it was issued or renewed: its premium, and who earns on it. */
export interface CommissionedTerm {
  policy_number: string;
  prospect_id: number;
  annual_premium: Money;
  /** Whose commission rates hold: the version that priced the term. */
  catalogue_version: string;
  broker_id: number | null;
  manager_id: number | null;
  affiliate_id: number | null;
  /** When the term was issued, ISO 8601 UTC; its month is the one that the commissions are counted in. */
  occurred_at: string;
}

/** Makes the rows of one term that are not there yet; a second run makes nothing. Answers all their ids. */
export class CalculateCommissions extends Command<number[]> {
  constructor(
    readonly policy_id: number,
    readonly term: number,
    readonly terms: CommissionedTerm,
  ) {
    super();
  }
}

@CommandHandler(CalculateCommissions)
export class CalculateCommissionsHandler implements ICommandHandler<CalculateCommissions> {
  constructor(
    private readonly commissions: Commissions,
    private readonly catalogues: Catalogues,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ policy_id, term, terms }: CalculateCommissions): Promise<number[]> {
    const { policy_number, prospect_id, annual_premium, catalogue_version, occurred_at } = terms;
    const period = monthOf(occurred_at, this.config.COMPANY_TIME_ZONE);
    const belongs = { policy_id, policy_number, prospect_id, term, ...period, corrects_id: null };
    const { commission_rates } = await this.catalogues.get(catalogue_version);
    const present = await this.commissions.earnedOn(policy_id, term);
    const ids = present.map((row) => row.id);
    const earners = { broker: terms.broker_id, manager: terms.manager_id, affiliate: terms.affiliate_id };
    for (const earned of commissionRows(term, annual_premium, commission_rates, earners)) {
      const isThere = present.some(
        (row) => row.beneficiary_role === earned.beneficiary_role && row.commission_type === earned.commission_type,
      );
      if (isThere) continue;
      ids.push((await this.commissions.start((one, moment) => one.calculate({ ...belongs, ...earned }, moment))).id);
    }
    return ids;
  }
}
