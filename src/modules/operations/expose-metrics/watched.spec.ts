import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Metric } from '../../../platform/observability/exposition.js';
import { HttpMetrics } from '../../../platform/observability/http-metrics.js';
import { FailedSignIns } from '../../auth/sign-in/failed-sign-ins.js';
import { Gauges } from './gauges.js';
import { SUBSCRIPTIONS } from '../../../sagas/queues.js';
import { ProcessMetrics } from './process-metrics.js';

/** Prometheus's own: whether a target could be read. */
const BUILT_IN = ['up'];
/** Words of PromQL where a name may stand. */
const WORDS = new Set([
  'by',
  'max',
  'min',
  'sum',
  'rate',
  'histogram_quantile',
  'on',
  'ignoring',
  'without',
  'and',
  'or',
  'unless',
  'avg',
  'count',
  'increase',
]);

async function registry(): Promise<Set<string>> {
  const gauges = new Gauges({ query: async () => [] } as never, SUBSCRIPTIONS);
  const own = new ProcessMetrics(
    { connections: { total: 0, idle: 0, waiting: 0 } } as never,
    { get: () => ({ isResting: false }) } as never,
  );
  try {
    const metrics: Metric[] = [
      ...(await gauges.metrics()),
      ...own.metrics(),
      ...new FailedSignIns().metrics(),
      ...new HttpMetrics({} as never).metrics(),
    ];
    return new Set([
      ...BUILT_IN,
      ...metrics.flatMap(({ name, type }) =>
        type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
      ),
    ]);
  } finally {
    own.onApplicationShutdown();
  }
}

/** The metrics that an expression of PromQL names. */
function namedIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/[a-z_][a-z0-9_]*/gi)].map(([name]) => name).filter((name) => !WORDS.has(name));
}

const read = (file: string) => readFileSync(new URL(`../../../../docker/${file}`, import.meta.url), 'utf8');
const alerts = () => [...read('prometheus/alerts.yml').matchAll(/expr: (.+)/g)].map(([, expression]) => expression!);
const panels = () =>
  [...read('grafana/dashboard.json').matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(
    ([, expression]) => JSON.parse(expression!) as string,
  );

describe('what is watched', () => {
  it.each([
    ['alert rules', alerts],
    ['dashboard', panels],
  ] as const)('by the %s is measured', async (_, expressions) => {
    const [known, named] = [await registry(), expressions().flatMap(namedIn)];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('covers what must never pass unseen', () => {
    const named = new Set(alerts().flatMap(namedIn));
    for (const name of [
      'crm_accepted_without_policy',
      'crm_database_up',
      'crm_gauges_missing',
      'crm_delivery_oldest_seconds',
      'crm_deliveries_dead',
      'crm_relay_lag_seconds',
      'crm_seal_lag_seconds',
      'crm_mails_unknown',
      'crm_pool_waiters',
      'crm_advisor_breaker_open',
      'http_request_duration_seconds_count',
      'up',
    ])
      expect(named).toContain(name);
  });

  it('reads expressions: a name that nothing measures is found', () => {
    expect(namedIn('sum by (le) (rate(no_such_thing_bucket{job="crm"}[5m])) > 0.01 and on (instance) up == 1')).toEqual(
      ['no_such_thing_bucket', 'up'],
    );
  });
});
