import { type DynamicModule, RequestMethod } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { type Config } from '../config/config.js';

/** pino's number for warnings. */
const WARN = 40;
/** What Nest says of its own wiring at every boot; of interest to nobody who runs the system. */
const BOOT_CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/**
 * Structured logs without personal data: of a request its method, path and id (never query, body or headers), of an
 * error its type, message and stack, never the parameters of a statement.
 */
export function loggingModule(config: Config, processName: string): DynamicModule {
  return LoggerModule.forRoot({
    forRoutes: [{ path: '*path', method: RequestMethod.ALL }],
    pinoHttp: {
      name: processName,
      level: config.LOG_LEVEL,
      transport:
        config.LOG_FORMAT === 'pretty'
          ? { target: 'pino-pretty', options: { singleLine: true, ignore: 'pid,hostname' } }
          : undefined,
      hooks: {
        logMethod(entry, log, level) {
          const { context } = (entry[0] ?? {}) as { context?: string };
          if (level >= WARN || !BOOT_CHATTER.has(context ?? '')) log.apply(this, entry);
        },
      },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
      serializers: {
        req: (request: { id: string; method: string; url: string }) => ({
          id: request.id,
          method: request.method,
          path: request.url.split('?')[0],
        }),
        res: (response: { statusCode: number }) => ({ status: response.statusCode }),
        err: safeError,
      },
    },
  });
}

function safeError(error: Error): object {
  const { code } = error as { code?: string };
  return { type: error.name, message: error.message, code, stack: error.stack };
}
