import { type DynamicModule, Module } from '@nestjs/common';
import { CONFIG, type Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { EventStoreModule } from './platform/event-store/event-store.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { loggingModule } from './platform/observability/logging.js';
import { FactsModule } from './queues/queues.module.js';
import { AuthModule } from './modules/auth/index.js';
import { CatalogueModule } from './modules/catalogue/index.js';
import { ProspectsModule } from './modules/prospects/index.js';

/** The table of contents: the platform, then the modules in business order. */
export const MODULES = [
  AuthModule,
  CatalogueModule,
  ProspectsModule,
];

@Module({})
export class AppModule {
  static forProcess(config: Config, processName: 'crm-api' | 'crm-worker' | 'crm-cli', ...more: DynamicModule[]): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        loggingModule(config, processName),
        DatabaseModule.forProcess(processName),
        EventStoreModule,
        FactsModule,
        HttpModule,
        ...MODULES,
        ...more,
      ],
    };
  }
}

export { CONFIG };
