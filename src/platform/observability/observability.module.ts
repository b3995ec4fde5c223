import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ErrorReports, PROCESS_NAME } from './error-reports.js';
import { Tracing } from './tracing.js';

/** Traces and error reports, where the configuration names somebody who takes them. */
@Global()
@Module({})
export class ObservabilityModule {
  static forProcess(processName: string): DynamicModule {
    return {
      module: ObservabilityModule,
      providers: [{ provide: PROCESS_NAME, useValue: processName }, ErrorReports, Tracing],
      exports: [ErrorReports],
    };
  }
}
