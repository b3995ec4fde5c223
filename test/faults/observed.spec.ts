import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { HttpSink } from '../support/http-sink.js';
import { aPolicy, aProspect, MARCO, must } from '../support/journey.js';
import { bundled } from '../support/program.js';
import { System } from '../support/system.js';

/** One system with both, since each must leave the other alone. */
let system: System;
let collector: HttpSink;
let sentry: HttpSink;

beforeAll(async () => {
  [collector, sentry] = await Promise.all([HttpSink.start(), HttpSink.start()]);
  system = await System.start({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`,
      OTEL_BSP_SCHEDULE_DELAY: '200',
      NODE_OPTIONS: `--import=${pathToFileURL(`${bundled}/tracing.js`).href}`,
      SENTRY_DSN: `http://publickey@127.0.0.1:${sentry.port}/1`,
    },
  });
});

afterAll(async () => {
  await system?.stop();
  await Promise.all([collector?.stop(), sentry?.stop()]);
});

/** Whatever was told of Marco, of what was looked for, and of who asked. */
const PERSONAL = /marco|rossi|333 ?1234567|1985-03-15|correct-horse|127\.0\.0\.1|secret-agent|gone-looking/i;

interface Span {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  kind: number;
  status: object;
  attributes: Record<string, unknown>;
}

function spans(): Span[] {
  return collector.taken.flatMap(({ text }) =>
    (JSON.parse(text).resourceSpans as any[]).flatMap(({ resource, scopeSpans }) => {
      const service = namedValues(resource.attributes)['service.name'] as string;
      return (scopeSpans as any[]).flatMap((scope) =>
        (scope.spans as any[]).map((span) => ({ ...span, service, attributes: namedValues(span.attributes) })),
      );
    }),
  );
}

const namedValues = (pairs: { key: string; value: object }[] = []): Record<string, unknown> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('traces', () => {
  it('lead from a request through its command and the deliveries to what the sagas did, in the other process', async () => {
    const broker = await system.as('broker1');
    must(await broker.get('/prospects?q=gone-looking', { headers: { 'user-agent': 'secret-agent' } }), 200);
    const policy = await aPolicy(broker);
    await system.quiet();
    await eventually(async () => {
      const all = spans();
      const accept = all.find(({ name }) => name === 'POST /api/v1/policies/:quote_id/accept')!;
      const trace = all.filter(({ traceId }) => traceId === accept?.traceId);
      const named = (name: string): Span => {
        const found = trace.find((span) => span.name === name);
        if (!found) throw new Error(`no ${name} among ${trace.map((span) => span.name).join(', ')}`);
        return found;
      };
      const above = (span: Span): string[] => {
        const parent = trace.find(({ spanId }) => spanId === span.parentSpanId);
        return parent ? [...above(parent), span.name] : [span.name];
      };
      expect(accept).toMatchObject({
        service: 'crm-api',
        kind: 2,
        attributes: { 'http.route': '/api/v1/policies/:quote_id/accept', 'http.response.status_code': 201 },
      });
      expect(above(named('CommissionSaga.react'))).toEqual([
        accept.name,
        'AcceptAndIssue',
        'IssuePolicy',
        'commission-calculation ← PolicyCreated',
        'CommissionSaga.react',
      ]);
      // A reaction to a reaction: the contract's mail.
      expect(above(named('policy-mail ← PolicyContractGenerated')).slice(0, 4)).toEqual([
        accept.name,
        'AcceptAndIssue',
        'IssuePolicy',
        'contract-rendering ← PolicyCreated',
      ]);
      expect(named('contract-rendering ← PolicyCreated')).toMatchObject({
        service: 'crm-worker',
        kind: 5,
        attributes: {
          'crm.subscriber': 'contract-rendering',
          'crm.aggregate': `policy/${policy.id}`,
          'crm.correlation_id': accept.attributes['crm.correlation_id'],
        },
      });
      expect(trace.filter(({ attributes }) => attributes['db.query.text']).length).toBeGreaterThan(10);
    });
  });

  it('hold nothing personal: no values, no paths or queries as they were sent, no addresses, no agents', () => {
    const text = JSON.stringify(spans().map(({ service: _, ...span }) => span));
    expect(text).toContain('$1');
    expect(PERSONAL.exec(text)?.[0]).toBeUndefined();
    const told = new Set(spans().flatMap(({ attributes }) => Object.keys(attributes)));
    for (const name of ['url.path', 'url.query', 'user_agent.original', 'client.address', 'network.peer.address'])
      expect(told).not.toContain(name);
  });

  it('leave the polling of the relay, of probes and of Prometheus alone', async () => {
    await fetch(`${system.api.url}/health/ready`);
    await fetch(`${system.api.url}/metrics`);
    await broker1sLook();
    const roots = spans()
      .filter(({ parentSpanId }) => !parentSpanId)
      .map(({ name }) => name);
    expect(roots.filter((name) => !/^(GET|POST) \/api\/v1\/(?!health|metrics)/.test(name))).toEqual([]);
  });
});

/** A request of which is waited until its span has come, and so those of all before it. */
async function broker1sLook(): Promise<void> {
  const id = `look-${collector.taken.length}`;
  must(await (await system.as('broker1')).get('/policies', { headers: { 'x-request-id': id } }), 200);
  await eventually(async () => expect(spans().map(({ attributes }) => attributes['crm.correlation_id'])).toContain(id));
}

/** The events that reached Sentry: of an envelope, the item after the line that says it is one. */
function reports(): any[] {
  return sentry.taken.flatMap(({ text }) => {
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return lines.filter((_, index) => lines[index - 1]?.type === 'event');
  });
}

describe('error reports', () => {
  it('tell of an unforeseen 500 with its request id and its stack, and of nobody', async () => {
    await system.query('ALTER TABLE prospect RENAME COLUMN notes TO notes_no_more');
    const broker = await system.as('broker1');
    const answer = await broker.post(
      '/prospects',
      { ...MARCO, email: 'rossi@example.com' },
      { headers: { 'x-request-id': 'report-me-1', 'user-agent': 'secret-agent' } },
    );
    await system.query('ALTER TABLE prospect RENAME COLUMN notes_no_more TO notes');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error' } });
    const [report] = await eventually(async () => {
      expect(reports()).toHaveLength(1);
      return reports();
    });
    expect(report).toMatchObject({
      level: 'error',
      environment: 'test',
      tags: { process: 'crm-api', request_id: 'report-me-1', route: 'POST /api/v1/prospects', code: 'internal_error' },
      exception: {
        values: [
          {
            // As pg names what PostgreSQL refuses.
            type: 'error',
            stacktrace: { frames: expect.arrayContaining([expect.objectContaining({ lineno: expect.any(Number) })]) },
          },
        ],
      },
    });
    for (const absent of ['request', 'user', 'contexts', 'breadcrumbs', 'server_name', 'extra', 'modules'])
      expect(report).not.toHaveProperty(absent);
  });

  it('say nothing of refusals', async () => {
    const broker = await system.as('broker1');
    expect((await broker.get('/prospects/2000000000')).status).toBe(404);
    expect((await broker.post('/prospects', {})).status).toBe(422);
    expect((await broker.get('/events')).status).toBe(403);
  });

  it('tell of what a worker did not foresee, and of a delivery that died', async () => {
    await system.query(
      `CREATE FUNCTION quote_someone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room for "Marco Rossi" (marco.rossi@example.com, 333 1234567)'; END $$`,
    );
    await system.query(
      'CREATE TRIGGER full_up BEFORE INSERT ON activity FOR EACH STATEMENT EXECUTE FUNCTION quote_someone()',
    );
    await aProspect(await system.as('broker1'), { email: 'second@example.com' });
    const failed = await eventually(async () => {
      const found = reports().filter(({ tags }) => tags.subscriber === 'activity');
      expect(found.length).toBeGreaterThan(0);
      return found[0];
    });
    expect(failed.tags).toMatchObject({
      process: 'crm-worker',
      event_type: 'ProspectCreated',
      died: false,
      request_id: expect.stringMatching(/^[\w-]{36}$/),
      event_id: expect.stringMatching(/^[\w-]{36}$/),
    });
    await system.query(
      `UPDATE event_delivery SET attempts = 19, next_at = clock_timestamp() WHERE subscriber = 'activity' AND status IN ('pending', 'forwarded')`,
    );
    await eventually(async () =>
      expect(reports().filter(({ tags }) => tags.subscriber === 'activity' && tags.died)).toHaveLength(1),
    );
    await system.query('DROP TRIGGER full_up ON activity');
  });

  it('hold nothing personal', () => {
    expect(reports().length).toBeGreaterThanOrEqual(3);
    expect(PERSONAL.exec(JSON.stringify(reports()))?.[0]).toBeUndefined();
    expect(sentry.taken.map(({ path }) => path.split('?')[0]).every((path) => path === '/api/1/envelope/')).toBe(true);
  });
});
