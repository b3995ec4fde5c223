import { describe, expect, it } from '@jest/globals';
import { expose } from '../../../platform/observability/exposition.js';
import { HttpMetrics } from '../../../platform/observability/http-metrics.js';
import { isNear } from './is-near.js';

describe('the metrics', () => {
  it('are written as Prometheus reads them', () => {
    const text = expose([
      { name: 'a_total', help: 'One\nline', type: 'counter', samples: [{ value: 3 }] },
      {
        name: 'b',
        help: 'Labels',
        type: 'gauge',
        samples: [
          { labels: { who: 'a "b" \\ c\nd', n: 2 }, value: 0.5 },
          { labels: { n: 3 }, value: Infinity },
        ],
      },
    ]);
    expect(text).toBe(
      [
        '# HELP a_total One\\nline',
        '# TYPE a_total counter',
        'a_total 3',
        '# HELP b Labels',
        '# TYPE b gauge',
        'b{who="a \\"b\\" \\\\ c\\nd",n="2"} 0.5',
        'b{n="3"} +Inf',
        '',
      ].join('\n'),
    );
  });

  it('count answers by route and status, in cumulative buckets', () => {
    const http = new HttpMetrics({} as never);
    for (const seconds of [0.001, 0.2, 30])
      http.count({ method: 'GET', route: '/api/v1/quotes/:id', status: 200 }, seconds);
    http.count({ method: 'GET', route: '/api/v1/quotes/:id', status: 404 }, 0.001);
    const text = expose(http.metrics());
    const of = 'method="GET",route="/api/v1/quotes/:id",status="200"';
    expect(text).toContain(`http_request_duration_seconds_bucket{${of},le="0.005"} 1\n`);
    expect(text).toContain(`http_request_duration_seconds_bucket{${of},le="0.25"} 2\n`);
    expect(text).toContain(`http_request_duration_seconds_bucket{${of},le="10"} 2\n`);
    expect(text).toContain(`http_request_duration_seconds_bucket{${of},le="+Inf"} 3\n`);
    expect(text).toContain(`http_request_duration_seconds_count{${of}} 3\n`);
    expect(text).toContain('status="404"} 1\n');
  });

  it.each([
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.1',
    'fd00::1',
    'fe80::1',
  ])('are told to %s', (address) => {
    expect(isNear(address)).toBe(true);
  });

  it.each(['8.8.8.8', '172.32.0.1', '172.15.0.1', '192.169.0.1', '2001:db8::1', '::ffff:8.8.8.8', '', '100.10.0.1'])(
    'are kept from %s',
    (address) => {
      expect(isNear(address)).toBe(false);
    },
  );
});
