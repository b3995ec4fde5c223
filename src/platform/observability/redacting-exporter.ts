import { type Attributes } from '@opentelemetry/api';
import { type NodeSDKConfiguration } from '@opentelemetry/sdk-node';

type SpanExporter = NodeSDKConfiguration['traceExporter'];
type ReadableSpan = Parameters<SpanExporter['export']>[0][number];

/**
 * What may leave the house: routes, statuses, names, ids, statements with `$1` for every value. Addresses, agents, paths
 * and queries as they were sent, values, messages of errors: whatever is not named here stays, and so does what a later
 * version of an instrumentation may think of.
 */
const TOLD = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'url.scheme',
  'db.system.name',
  'db.namespace',
  'db.operation.name',
  'db.query.text',
  'error.type',
  'crm.correlation_id',
  'crm.event_id',
  'crm.event_type',
  'crm.aggregate',
  'crm.subscriber',
  'crm.attempts',
]);

/** Sends spans on without anything that could be personal. */
export class RedactingExporter implements SpanExporter {
  constructor(private readonly inner: SpanExporter) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.inner.export(spans.map(redacted), done);
  }

  forceFlush(): Promise<void> {
    return this.inner.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}

/** The span without its events (exceptions with their messages) and without any attribute that is not told. */
export function redacted(span: ReadableSpan): ReadableSpan {
  const attributes: Attributes = Object.fromEntries(Object.entries(span.attributes).filter(([name]) => TOLD.has(name)));
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    parentSpanContext: span.parentSpanContext,
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    attributes,
    links: [],
    events: [],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
