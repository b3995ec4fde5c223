import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { type Metric } from './exposition.js';

/** Seconds. */
const BUCKETS = [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10];

interface Series {
  method: string;
  /** As it was declared, ids unfilled: a path would make a series of each customer. */
  route: string;
  status: number;
}

interface Counted extends Series {
  count: number;
  sum: number;
  buckets: number[];
}

/** Counts and times every answer by route and status. */
@Injectable()
export class HttpMetrics implements OnModuleInit {
  private readonly series = new Map<string, Counted>();

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Only the API has one.
    const fastify = (this.host.httpAdapter as { getInstance?(): FastifyInstance } | undefined)?.getInstance?.();
    fastify?.addHook?.('onResponse', async (request, reply) => {
      this.count(
        { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
        reply.elapsedTime / 1000,
      );
    });
  }

  count({ method, route, status }: Series, seconds: number): void {
    const key = `${method} ${route} ${status}`;
    const counted = this.series.get(key) ?? { method, route, status, count: 0, sum: 0, buckets: BUCKETS.map(() => 0) };
    this.series.set(key, counted);
    counted.count += 1;
    counted.sum += seconds;
    BUCKETS.forEach((limit, index) => {
      if (seconds <= limit) counted.buckets[index]! += 1;
    });
  }

  metrics(): Metric[] {
    const samples = [...this.series.values()].flatMap(({ method, route, status, count, sum, buckets }) => {
      const labels = { method, route, status };
      return [
        ...buckets.map((value, index) => ({
          suffix: '_bucket' as const,
          labels: { ...labels, le: BUCKETS[index]! },
          value,
        })),
        { suffix: '_bucket' as const, labels: { ...labels, le: '+Inf' }, value: count },
        { suffix: '_sum' as const, labels, value: sum },
        { suffix: '_count' as const, labels, value: count },
      ];
    });
    return [
      {
        name: 'http_request_duration_seconds',
        help: 'Answers by route and status, and how long they took.',
        type: 'histogram',
        samples,
      },
    ];
  }
}
