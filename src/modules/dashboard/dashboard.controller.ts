import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { RequestContext } from '../../platform/context/request-context.js';
import { Id } from '../../platform/http/input/id.pipe.js';
import { Section } from '../../platform/http/openapi/section.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { May } from '../auth/index.js';
import { ListActivity } from './list-activity/list-activity.js';
import { ActivitiesDto, ListActivityDto } from './list-activity/list-activity.dto.js';
import { ReadDashboard } from './read-dashboard/read-dashboard.js';
import { DashboardDto, ReadDashboardDto } from './read-dashboard/read-dashboard.dto.js';

@Section('dashboard', 'The figures of a period, and what happened lately.')
@Controller()
export class DashboardController {
  constructor(
    private readonly queries: QueryBus,
    private readonly context: RequestContext,
  ) {}

  /** Read the figures of a period, yours or those of whom you lead, beside the period before. */
  @Get('dashboard')
  @May('dashboard', 'read')
  getDashboard(@Query() { period, top }: ReadDashboardDto): Promise<DashboardDto> {
    return this.queries.execute(new ReadDashboard(this.context.actor, period!, top!));
  }

  /** Read what happened lately, the latest first. */
  @Get('dashboard/activity')
  @Example({ query: { limit: 3 } })
  @May('activity', 'read')
  getActivity(@Query() { limit }: ListActivityDto): Promise<ActivitiesDto> {
    return this.queries.execute(new ListActivity(this.context.actor, limit!));
  }

  /** Read what happened around one prospect, the latest first. */
  @Get('prospects/:id/activity')
  @Example({ query: { limit: 3 } })
  @May('activity', 'read')
  getProspectActivity(@Id() id: number, @Query() { limit }: ListActivityDto): Promise<ActivitiesDto> {
    return this.queries.execute(new ListActivity(this.context.actor, limit!, id));
  }
}
