import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { Replica } from '../../../platform/database/replica.js';
import { type Role } from '../../auth/index.js';
import { periodAround, periodBefore, type PeriodName } from '../../commissions/index.js';
import { changeSince } from './change.js';
import { commissionSummaries } from './commission-summaries.js';
import { pipelines } from './pipelines.js';
import { policyCounts } from './policy-counts.js';
import { type DashboardDto, type MetricsDto } from './read-dashboard.dto.js';
import { topBrokers } from './top-brokers.js';

/** The dashboard as this actor sees it: the period that today lies in, beside the one before. */
export class ReadDashboard extends Query<DashboardDto> {
  constructor(
    readonly actor: Actor,
    readonly period: PeriodName,
    readonly top: number,
  ) {
    super();
  }
}

@QueryHandler(ReadDashboard)
export class ReadDashboardHandler implements IQueryHandler<ReadDashboard> {
  constructor(
    private readonly replica: Replica,
    private readonly clock: CompanyClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ actor, period, top }: ReadDashboard): Promise<DashboardDto> {
    const { today } = await this.clock.now();
    const current = periodAround(period, today);
    const previous = periodBefore(period, current);
    const view = {
      reader: await this.replica.reader(),
      actor,
      today,
      current,
      previous,
      timeZone: this.config.COMPANY_TIME_ZONE,
    };
    const pipeline = await pipelines(view);
    const commissions = await commissionSummaries(view);
    const brokers = await topBrokers(view, top);
    const policies = await policyCounts(view);
    const metricsOf = (which: 'current' | 'previous'): MetricsDto => ({
      pipeline: pipeline[which],
      commissions: commissions[which],
      top_brokers: brokers[which],
      ...policies[which],
    });
    const now = metricsOf('current');
    const before = metricsOf('previous');
    return {
      user_role: actor.role as Role,
      period_start: current.start,
      period_end: current.end,
      metrics: now,
      previous: { period_start: previous.start, period_end: previous.end, ...before },
      change: changeSince(before, now),
    };
  }
}
