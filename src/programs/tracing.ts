/**
 * Preloaded (`node --import ./dist/bundle/tracing.js`) where OTEL_EXPORTER_OTLP_ENDPOINT is set, and only there: what is
 * traced must be patched before anything loads it. Sends traces alone, with no metrics and no logs.
 */
import { basename } from 'node:path';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { RedactingExporter } from '../platform/observability/redacting-exporter.js';
import { atTheEnd } from '../platform/process-end.js';

const NAMES: Record<string, string> = { 'main.js': 'crm-api', 'worker.js': 'crm-worker' };
/** What load balancers and Prometheus ask every few seconds. */
const UNTRACED = /^(\/api\/v1)?\/(health|metrics)\b/;

// A wrong address is the configuration's to refuse, with all that is wrong besides.
if (URL.canParse(process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? '')) {
  const exporter = new RedactingExporter(new OTLPTraceExporter({ timeoutMillis: 5_000 }));
  const sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME ?? NAMES[basename(process.argv[1] ?? '')] ?? 'crm',
    // A process would otherwise describe its machine, its user and its command line.
    autoDetectResources: false,
    traceExporter: exporter,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url }) => UNTRACED.test(url ?? ''),
        disableOutgoingRequestInstrumentation: true,
      }),
      // The relay's and the sweeps' polling belongs to no trace.
      new PgInstrumentation({ requireParentSpan: true, enhancedDatabaseReporting: false }),
    ],
  });
  sdk.start();
  Reflect.set(globalThis, Symbol.for('insurance-crm.tracing'), true);
  atTheEnd(() => sdk.shutdown());
}
