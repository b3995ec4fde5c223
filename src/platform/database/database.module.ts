import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClsModule } from 'nestjs-cls';
import { CONFIG, type Config, isPooled } from '../config/config.js';
import { RequestContext } from '../context/request-context.js';
import { CompanyClock } from './company-clock.js';
import { dataSourceOptions } from './data-source.js';
import { allEntities } from './entities.js';
import { Replica } from './replica.js';
import { UnitOfWork } from './unit-of-work.js';

@Global()
@Module({})
export class DatabaseModule {
  /** `processName` shows in `pg_stat_activity`: `crm-api`, `crm-worker`. */
  static forProcess(processName: string): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => {
            const options = dataSourceOptions(
              config.DATABASE_URL,
              config.DATABASE_POOL_SIZE,
              processName,
              isPooled(config),
            );
            return { ...options, entities: allEntities(), retryAttempts: 1 };
          },
        }),
        ClsModule.forRoot({
          global: true,
          // There are none to resolve, and it would look for them at every request.
          middleware: {
            mount: true,
            resolveProxyProviders: false,
            setup: (cls, request: { id: string }) => cls.set('correlationId', request.id),
          },
        }),
      ],
      providers: [UnitOfWork, Replica, CompanyClock, RequestContext],
      exports: [UnitOfWork, Replica, CompanyClock, RequestContext, TypeOrmModule],
    };
  }
}
