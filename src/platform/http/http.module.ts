import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { IdempotencyKeys } from '../idempotency/idempotency-keys.js';
import { Steps } from '../idempotency/steps.js';
import { EdgeValidationPipe } from './input/edge-validation.pipe.js';
import { HealthController } from './health/health.controller.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { ProblemsController } from './problems/problems.controller.js';
import { ResourceHeadersInterceptor } from './answers/resource-headers.interceptor.js';
import { StrictRequestInterceptor } from './edge/strict-request.interceptor.js';
import { API_DESCRIPTION, type ApiDescription } from './openapi/api-description.js';
import './problems/platform.problems.js';

/** The rules that hold for every route. */
@Global()
@Module({
  controllers: [HealthController, ProblemsController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: EdgeValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: StrictRequestInterceptor },
    { provide: APP_INTERCEPTOR, useClass: ResourceHeadersInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    IdempotencyKeys,
    Steps,
  ],
  exports: [Steps],
})
export class HttpModule {
  static describing(api: ApiDescription): DynamicModule {
    return { module: HttpModule, providers: [{ provide: API_DESCRIPTION, useValue: api }] };
  }
}
