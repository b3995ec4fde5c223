import { Module } from '@nestjs/common';
import { HttpMetrics } from '../../platform/observability/http-metrics.js';
import { AccessLogController } from './access-log.controller.js';
import { EventsController } from './events.controller.js';
import { Gauges } from './expose-metrics/gauges.js';
import { MetricsController } from './expose-metrics/metrics.controller.js';
import { ProcessMetrics } from './expose-metrics/process-metrics.js';
import { ListAccessLogHandler } from './list-access-log/list-access-log.js';
import {
  CountDeliveriesHandler,
  FindDeliveryHandler,
  ListDeliveriesHandler,
} from './list-deliveries/list-deliveries.js';
import { ListEventsHandler } from './list-events/list-events.js';
import { OperationsController } from './operations.controller.js';
import { QueueBoard } from './queue-board/queue-board.js';
import { QueueBoardController } from './queue-board/queue-board.controller.js';
import { ReconcileHandler } from './reconcile/reconcile.js';
import { RedriveDeliveryHandler } from './redrive-delivery/redrive-delivery.js';
import { SkipDeliveryHandler } from './skip-delivery/skip-delivery.js';
import { VerifyEventsHandler } from './verify-events/verify-events.js';
import './operations.problems.js';

@Module({
  controllers: [AccessLogController, EventsController, OperationsController, QueueBoardController, MetricsController],
  providers: [
    ListAccessLogHandler,
    ListEventsHandler,
    VerifyEventsHandler,
    ListDeliveriesHandler,
    FindDeliveryHandler,
    CountDeliveriesHandler,
    RedriveDeliveryHandler,
    SkipDeliveryHandler,
    ReconcileHandler,
    Gauges,
    HttpMetrics,
    ProcessMetrics,
    QueueBoard,
  ],
  exports: [ProcessMetrics],
})
export class OperationsModule {}
