import { type DynamicModule, Module } from '@nestjs/common';
import { API } from './api.js';
import { type Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { EventStoreModule } from './platform/event-store/event-store.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { loggingModule } from './platform/observability/logging.js';
import { ObservabilityModule } from './platform/observability/observability.module.js';
import { FactsModule } from './queues/queues.module.js';
import { SUBSCRIPTIONS } from './sagas/queues.js';
import { AuthModule } from './modules/auth/index.js';
import { CatalogueModule } from './modules/catalogue/index.js';
import { ProspectsModule } from './modules/prospects/index.js';
import { EligibilityModule } from './modules/eligibility/index.js';
import { QuotesModule } from './modules/quotes/index.js';
import { PoliciesModule } from './modules/policies/index.js';
import { PayoutsModule } from './modules/payouts/index.js';
import { NotificationsModule } from './modules/notifications/index.js';
import { ContractsModule } from './modules/contracts/index.js';
import { CommissionsModule } from './modules/commissions/index.js';
import { DashboardModule } from './modules/dashboard/index.js';
import { OperationsModule } from './modules/operations/index.js';

/** The table of contents: the platform, then the modules in business order. */
export const MODULES = [
  AuthModule,
  CatalogueModule,
  ProspectsModule,
  EligibilityModule,
  QuotesModule,
  PoliciesModule,
  ContractsModule,
  // Before commissions, since their path would else be read as a commission's id.
  PayoutsModule,
  CommissionsModule,
  NotificationsModule,
  DashboardModule,
  OperationsModule,
];

@Module({})
export class AppModule {
  static forProcess(
    config: Config,
    processName: 'crm-api' | 'crm-worker' | 'crm-cli',
    ...more: DynamicModule[]
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        loggingModule(config, processName),
        ObservabilityModule.forProcess(processName),
        DatabaseModule.forProcess(processName),
        EventStoreModule,
        FactsModule.with(SUBSCRIPTIONS),
        HttpModule.describing(API),
        ...MODULES,
        ...more,
      ],
    };
  }
}
