import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { trace } from '@opentelemetry/api';
import { type FastifyInstance } from 'fastify';
import { inSpan, isTraced } from './spans.js';

/** Names a trace's steps in the system's own words: requests by route and request id, commands by their names. */
@Injectable()
export class Tracing implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    if (!isTraced) return;
    const fastify = (this.host.httpAdapter as { getInstance?(): FastifyInstance } | undefined)?.getInstance?.();
    fastify?.addHook?.('onRequest', async ({ id, method, routeOptions }) => {
      const route = routeOptions.url ?? 'none';
      trace
        .getActiveSpan()
        ?.updateName(`${method} ${route}`)
        .setAttributes({ 'http.route': route, 'crm.correlation_id': id });
    });
  }

  onApplicationBootstrap(): void {
    if (!isTraced) return;
    if (!Reflect.get(globalThis, Symbol.for('insurance-crm.tracing'))) {
      new Logger('Tracing').warn(
        'OTEL_EXPORTER_OTLP_ENDPOINT is set, but nothing is traced: start with node --import ./dist/bundle/tracing.js',
      );
    }
    const bus = this.moduleRef.get(CommandBus, { strict: false });
    const execute = bus.execute.bind(bus);
    // What a sweep asks every minute belongs to no trace.
    bus.execute = (command: ICommand) =>
      (trace.getActiveSpan()
        ? inSpan(command.constructor.name, {}, () => execute(command))
        : execute(command)) as never;
  }
}
