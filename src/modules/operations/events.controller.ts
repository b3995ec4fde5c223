import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Section } from '../../platform/http/openapi/section.js';
import { May } from '../auth/index.js';
import { ListEvents } from './list-events/list-events.js';
import { EventDto, ListEventsDto } from './list-events/list-events.dto.js';
import { linkNext } from './link-next.js';
import { VerifyEvents } from './verify-events/verify-events.js';
import { EventsVerdictDto, VerifyEventsDto } from './verify-events/verify-events.dto.js';

@Section('events', 'For admins: the event store and its seal.')
@Controller('events')
export class EventsController {
  constructor(private readonly queries: QueryBus) {}

  /** Read the event store in the order of its sealed sequence. */
  @Get()
  @May('event', 'read')
  async listEvents(
    @Query() query: ListEventsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventDto[]> {
    const { events, total, next } = await this.queries.execute(new ListEvents(query));
    linkNext(request, reply, total, next === undefined ? undefined : ['after', String(next)]);
    return events;
  }

  /** Check whether the newest 10,000 events, or a range of them, are still what was sealed. */
  @Get('verify')
  @May('event', 'verify')
  verifyEvents(@Query() range: VerifyEventsDto): Promise<EventsVerdictDto> {
    return this.queries.execute(new VerifyEvents(range));
  }
}
