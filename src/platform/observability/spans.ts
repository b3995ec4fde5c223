import {
  type Attributes,
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** Whether traces are sent; where not, nothing below costs more than this look. */
export const isTraced = Boolean(process.env.OTEL_EXPORTER_OTLP_ENDPOINT);

const tracer = trace.getTracer('insurance-crm');

export interface SpanOptions {
  /** Ids, names and counts only; `src/platform/observability/redacting-exporter.ts` lets nothing else out. */
  attributes?: Attributes;
  /** The `traceparent` of what caused this, in another process or long ago. */
  cause?: string;
  kind?: 'internal' | 'consumer';
}

/** Does a piece of work as a span of the current trace, or of its cause's. */
export function inSpan<T>(name: string, { attributes, cause, kind }: SpanOptions, work: () => Promise<T>): Promise<T> {
  if (!isTraced) return work();
  const parent = cause ? propagation.extract(ROOT_CONTEXT, { traceparent: cause }) : context.active();
  const options = { attributes, kind: kind === 'consumer' ? SpanKind.CONSUMER : SpanKind.INTERNAL };
  return tracer.startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      failSpan(error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Marks the current span as failed, by the kind of failure: an error's message may hold anything. */
export function failSpan(error: unknown): void {
  if (!isTraced) return;
  trace.getActiveSpan()?.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', nameOf(error));
}

/** The current span in W3C's form, for whoever goes on with its trace; undefined where there is none. */
export function traceparent(): string | undefined {
  if (!isTraced) return undefined;
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-0${(span.traceFlags & 1).toString()}`;
}

function nameOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name ?? 'unknown');
}
