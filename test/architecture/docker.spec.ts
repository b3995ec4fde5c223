import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { CONFIG_NAMES } from '../../src/platform/config/config.js';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const isThere = (path: string) => existsSync(new URL(path, root));

interface Service {
  build?: { context: string; dockerfile: string };
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
}

const text = read('docker/compose.yml');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, object> };
const ours = Object.entries(compose.services).filter(([, { build }]) => build);
const dockerfile = read('docker/Dockerfile');

/** No engine runs it here; what can be wrong without one must not be. */
describe('the compose file', () => {
  it('has two of everything that may stand side by side, and what stands around them', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'api1',
      'api2',
      'grafana',
      'postgres',
      'prepare',
      'prometheus',
      'proxy',
      'redis',
      'worker1',
      'worker2',
    ]);
  });

  it('sets nothing that the configuration does not know', () => {
    expect(ours.length).toBe(5);
    for (const [name, { environment }] of ours) {
      const known = [...CONFIG_NAMES, 'NODE_OPTIONS'];
      expect({ name, unknown: Object.keys(environment!).filter((each) => !known.includes(each)) }).toEqual({
        name,
        unknown: [],
      });
    }
  });

  it('asks for nothing that the example of its settings does not name', () => {
    const named = read('docker/.env.example')
      .split('\n')
      .flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!));
    const optional = [...text.matchAll(/\$\{([A-Z_]+):-[^}]+\}/g)].map(([, name]) => name!);
    expect([...asked].filter((name) => !named.includes(name) && !optional.includes(name))).toEqual([]);
    expect(named.filter((name) => !asked.has(name))).toEqual([]);
  });

  it('mounts and builds files that exist', () => {
    for (const { volumes = [], build } of Object.values(compose.services)) {
      if (build) expect(isThere(build.dockerfile)).toBe(true);
      for (const source of volumes.map((each) => each.split(':')[0]!)) {
        if (source.startsWith('.'))
          expect({ source, there: isThere(`docker/${source}`) }).toEqual({ source, there: true });
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
    }
  });

  it('runs programs that the build makes', () => {
    const programs = [...`${text} ${dockerfile}`.matchAll(/dist\/bundle\/([\w/-]+)\.js/g)].map(([, path]) => path!);
    expect(new Set(programs)).toEqual(new Set(['main', 'migrate', 'seed', 'tracing', 'worker']));
    for (const program of programs) expect(isThere(`src/programs/${program}.ts`)).toBe(true);
  });

  it('waits for services that are there, and only for health that is looked at', () => {
    for (const { depends_on = {} } of Object.values(compose.services)) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        const service = compose.services[name]!;
        expect(service).toBeDefined();
        const looked = service.healthcheck
          ? !service.healthcheck.disable
          : Boolean(service.build) && dockerfile.includes('HEALTHCHECK');
        if (condition === 'service_healthy') expect({ name, looked }).toEqual({ name, looked: true });
      }
    }
  });

  it('has PostgreSQL reckon with the disk that the embedded one reckons with', () => {
    const [, cost] = /random_page_cost: ([\d.]+)/.exec(read('scripts/lib/postgres.mjs'))!;
    expect(compose.services.postgres!.command).toContain(`random_page_cost=${cost}`);
  });

  it('opens no port to anybody but this machine', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('leads proxy and Prometheus to every process', () => {
    const apis = ['api1:3000', 'api2:3000'];
    for (const api of apis) expect(read('docker/Caddyfile')).toContain(api);
    const { scrape_configs } = parse(read('docker/prometheus/prometheus.yml')) as {
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    };
    const targets = scrape_configs.flatMap((job) => job.static_configs.flatMap((one) => one.targets));
    expect(targets.sort()).toEqual([...apis, 'worker1:9100', 'worker2:9100']);
  });

  it('has an alert for the silence of every kind of process', () => {
    const { scrape_configs } = parse(read('docker/prometheus/prometheus.yml')) as {
      scrape_configs: { job_name: string }[];
    };
    const { groups } = parse(read('docker/prometheus/alerts.yml')) as { groups: { rules: { expr: string }[] }[] };
    const expressions = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
    expect(scrape_configs.length).toBe(2);
    expect(scrape_configs.filter(({ job_name }) => !expressions.includes(`up{job="${job_name}"} == 0`))).toEqual([]);
  });
});

describe('the image', () => {
  const [, production] = dockerfile.split(/^FROM .*$/m).slice(1);

  it('copies what is there', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list]) => list!.split(' '));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !isThere(source))).toEqual([]);
  });

  it('runs as nobody special, is looked after, and brings its own Chromium', () => {
    expect(production).toMatch(/^USER node$/m);
    expect(production).toMatch(/^HEALTHCHECK .*\n.*health\/ready/m);
    expect(production).toContain('chromium');
    expect(production).toMatch(/NODE_ENV=production/);
  });

  it('takes neither secrets nor what a machine has built along', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const each of ['.git', '**/node_modules', 'dist', '.data', 'docker/.env']) expect(ignored).toContain(each);
  });
});
