import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { notFound } from '../../kernel/domain-error.js';
import { Section } from '../../platform/http/openapi/section.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { May } from '../auth/index.js';
import { linkNext } from './link-next.js';
import { CountDeliveries, FindDelivery, ListDeliveries } from './list-deliveries/list-deliveries.js';
import {
  DeliveryDto,
  ListDeadLettersDto,
  ListDeliveriesDto,
  SubscriberDto,
} from './list-deliveries/list-deliveries.dto.js';
import { Reconcile } from './reconcile/reconcile.js';
import { ReconciliationDto } from './reconcile/reconcile.dto.js';
import { RedriveDelivery } from './redrive-delivery/redrive-delivery.js';
import { RedriveDeliveryDto } from './redrive-delivery/redrive-delivery.dto.js';
import { SkipDelivery } from './skip-delivery/skip-delivery.js';
import { SkipDeliveryDto } from './skip-delivery/skip-delivery.dto.js';

const DEAD_LETTER = { path: { event_id: '01890a5d-ac96-774b-bcce-b302099a8057', subscriber: 'policy-mail' } };

@Section('operations', 'For admins: deliveries, dead letters, access log, metrics.')
@Controller('operations')
export class OperationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List deliveries, those of the newest events first. */
  @Get('deliveries')
  @May('operations', 'read')
  async listDeliveries(
    @Query() query: ListDeliveriesDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeliveryDto[]> {
    const { rows, total, next } = await this.queries.execute(new ListDeliveries(query));
    linkNext(request, reply, total, next ? ['cursor', next] : undefined);
    return rows;
  }

  /** See how much each subscriber is owed. */
  @Get('subscribers')
  @May('operations', 'read')
  listSubscribers(): Promise<SubscriberDto[]> {
    return this.queries.execute(new CountDeliveries());
  }

  /** List the deliveries that were given up on and wait for an admin. */
  @Get('dead-letters')
  @May('operations', 'read')
  listDeadLetters(
    @Query() query: ListDeadLettersDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeliveryDto[]> {
    return this.listDeliveries({ ...query, status: 'dead' }, request, reply);
  }

  /** Try a dead delivery afresh. */
  @Post('dead-letters/:event_id/:subscriber/redrive')
  @Example(DEAD_LETTER)
  @HttpCode(200)
  @May('operations', 'redrive')
  @Refuses('delivery_not_dead')
  async redriveDelivery(
    @Param('event_id') eventId: string,
    @Param('subscriber') subscriber: string,
    @Body() { reason }: RedriveDeliveryDto,
  ): Promise<DeliveryDto> {
    await this.commands.execute(new RedriveDelivery(uuid(eventId), subscriber, reason ?? 'redriven by an admin'));
    return this.queries.execute(new FindDelivery(eventId, subscriber));
  }

  /** Give a dead delivery up for good. */
  @Post('dead-letters/:event_id/:subscriber/skip')
  @Example(DEAD_LETTER)
  @HttpCode(200)
  @May('operations', 'skip')
  @Refuses('delivery_not_dead')
  async skipDelivery(
    @Param('event_id') eventId: string,
    @Param('subscriber') subscriber: string,
    @Body() { reason }: SkipDeliveryDto,
  ): Promise<DeliveryDto> {
    await this.commands.execute(new SkipDelivery(uuid(eventId), subscriber, reason));
    return this.queries.execute(new FindDelivery(eventId, subscriber));
  }

  /** Find what was agreed and never followed up (a quote without its policy, a policy without its contract), and send it on its way. */
  @Post('reconcile')
  @HttpCode(200)
  @May('operations', 'reconcile')
  reconcileDeliveries(): Promise<ReconciliationDto> {
    return this.commands.execute(new Reconcile());
  }
}

/** What is no UUID names no event. @throws not_found */
function uuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw notFound('delivery');
  return text;
}
