import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, directUrl, isPooled, loadConfig, publicUrl } from './config.js';

const NEEDED = {
  DATABASE_URL: 'postgresql://app@127.0.0.1/crm',
  JWT_SECRET: 'b1946ac92492d2347c6235b4d2611184',
  SEAL_KEY: '591785b794601e212b260e25925636fd',
  DATA_KEY: '0cc175b9c0f1b6a831c399e269772661',
};

describe('TRUSTED_PROXIES', () => {
  const proxies = (text: string) => loadConfig({ ...NEEDED, TRUSTED_PROXIES: text }).TRUSTED_PROXIES;

  it('names nobody unless told', () => expect(proxies('')).toEqual([]));

  it('takes addresses and ranges of both families', () => {
    expect(proxies('10.0.0.0/8, 192.0.2.1,2001:db8::/32 , ::1')).toEqual([
      '10.0.0.0/8',
      '192.0.2.1',
      '2001:db8::/32',
      '::1',
    ]);
  });

  it.each([
    'true',
    'loopback',
    'proxy.example.com',
    '10.0.0.0/33',
    '10.0.0/8',
    '::1/129',
    '10.0.0.1/8/8',
    '0.0.0.0/0',
    '::/0',
    '*',
    '1',
  ])('refuses %s', (text) => {
    expect(() => proxies(text)).toThrow(ConfigurationError);
    expect(() => proxies(text)).toThrow(/TRUSTED_PROXIES/);
  });
});

describe('CORS_ORIGINS', () => {
  const origins = (text: string) => loadConfig({ ...NEEDED, CORS_ORIGINS: text }).CORS_ORIGINS;

  it('takes origins as browsers send them', () => {
    expect(origins('https://app.example.com, http://localhost:4200')).toEqual([
      'https://app.example.com',
      'http://localhost:4200',
    ]);
  });

  it.each([
    '*',
    'null',
    'app.example.com',
    'https://app.example.com/',
    'https://*.example.com/x',
    'HTTPS://app.example.com',
    'file://',
  ])('refuses %s', (text) => {
    expect(() => origins(text)).toThrow(/CORS_ORIGINS/);
  });
});

describe('ALLOWED_HOSTS', () => {
  const hosts = (text: string) => loadConfig({ ...NEEDED, ALLOWED_HOSTS: text }).ALLOWED_HOSTS;

  it('takes names and addresses as Host has them', () => {
    expect(hosts('crm.example.com, 10.1.2.3,[2001:db8::1]')).toEqual(['crm.example.com', '10.1.2.3', '[2001:db8::1]']);
  });

  it.each([
    '*',
    '*.example.com',
    'https://crm.example.com',
    'crm.example.com:8080',
    'crm.example.com/',
    '2001:db8::1',
    '10.0.0.0/8',
    'a b',
    '010.1.2.3',
  ])('refuses %s', (text) => {
    expect(() => hosts(text)).toThrow(/ALLOWED_HOSTS takes names/);
  });
});

describe('the demo users', () => {
  const boot = (environment: NodeJS.ProcessEnv) => loadConfig({ ...NEEDED, ...environment });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'crm.example.com', '127.0.0.1.nip.io'])(
    'do not boot where others can come: on %s',
    (HOST) => {
      for (const demo of [{ DEMO_DATA: 'true' }, { DEMO_DATA: 'users' }, { EMBEDDED: 'true' }]) {
        expect(() => boot({ HOST, ...demo })).toThrow(/HOST=.* set DEMO_DATA=false, or leave HOST to this machine/);
      }
      for (const none of [{ DEMO_DATA: 'false', EMBEDDED: 'true' }, {}])
        expect(boot({ HOST, ...none }).HOST).toBe(HOST);
    },
  );

  it.each([{ PUBLIC_URL: 'https://crm.example.com' }, { ALLOWED_HOSTS: 'localhost,crm.example.com' }])(
    'do not boot behind a proxy on this machine: %j',
    (name) => {
      expect(() => boot({ HOST: '127.0.0.1', DEMO_DATA: 'true', ...name })).toThrow(/crm\.example\.com lets others in/);
      expect(
        boot({ HOST: '127.0.0.1', DEMO_DATA: 'true', PUBLIC_URL: 'http://localhost:8080', ALLOWED_HOSTS: '[::1]' })
          .HOST,
      ).toBe('127.0.0.1');
    },
  );

  it.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('boot on loopback: %s', (HOST) =>
    expect(boot({ HOST, DEMO_DATA: 'true' }).HOST).toBe(HOST),
  );
});

describe('secrets', () => {
  it.each(['JWT_SECRET', 'SEAL_KEY', 'DATA_KEY'])('%s is required, and too short a one does not boot', (name) => {
    expect(() => loadConfig({ ...NEEDED, [name]: undefined })).toThrow(`${name} is required`);
    expect(() => loadConfig({ ...NEEDED, [name]: NEEDED.JWT_SECRET.slice(1) })).toThrow(/at least 32 bytes/);
  });

  it.each(['x'.repeat(64), '0123'.repeat(16), '12345'.repeat(8)])('that repeat themselves do not boot: %s', (weak) => {
    expect(() => loadConfig({ ...NEEDED, JWT_SECRET: weak })).toThrow(/JWT_SECRET repeats/);
  });

  it('are no excuse for test tools in production', () => {
    expect(() => loadConfig({ ...NEEDED, NODE_ENV: 'production', FAILPOINTS: 'any' })).toThrow(/FAILPOINTS/);
    expect(() => loadConfig({ ...NEEDED, NODE_ENV: 'production', CLOCK_START: '2027-01-01T00:00:00Z' })).toThrow(
      /CLOCK_START/,
    );
    expect(() => loadConfig({ ...NEEDED, CORS_ORIGINS: 'https://a.example,*' })).toThrow(/CORS_ORIGINS/);
  });
});

describe('addresses that mails go from and to', () => {
  it.each(['no-reply@crm.example', 'Insurance CRM <no-reply@crm.example>', '"Rossi, Bianchi" <no-reply@crm.example>'])(
    'may be %s',
    (MAIL_FROM) => {
      expect(loadConfig({ ...NEEDED, MAIL_FROM }).MAIL_FROM).toBe(MAIL_FROM);
    },
  );

  it.each(['crm', 'crm@localhost', '"no reply"@crm.example', 'a@x.example, b@x.example', 'CRM <crm.example>'])(
    'are not %s',
    (MAIL_FROM) => {
      expect(() => loadConfig({ ...NEEDED, MAIL_FROM })).toThrow('MAIL_FROM must be one e-mail address');
    },
  );

  it.each(['.admin', 'admin.', 'ad..min'])('are not made of the user name %s', (ADMIN_USERNAME) => {
    expect(() => loadConfig({ ...NEEDED, ADMIN_USERNAME, ADMIN_PASSWORD: 'seven-quiet-lanterns' })).toThrow(
      /ADMIN_USERNAME takes no dot/,
    );
  });
});

describe('where traces and error reports go', () => {
  it('nowhere unless told', () => {
    const { SENTRY_DSN, OTEL_EXPORTER_OTLP_ENDPOINT } = loadConfig({
      ...NEEDED,
      SENTRY_DSN: '',
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
    });
    expect([SENTRY_DSN, OTEL_EXPORTER_OTLP_ENDPOINT]).toEqual([undefined, undefined]);
  });

  it.each([
    'https://abc123@o1.ingest.sentry.io/42',
    'http://key@127.0.0.1:9000/1',
    'https://key@errors.example.com/sentry/7',
  ])('takes the DSN %s', (dsn) => {
    expect(loadConfig({ ...NEEDED, SENTRY_DSN: dsn }).SENTRY_DSN).toBe(dsn);
  });

  it.each([
    'true',
    'https://sentry.io/42',
    'https://key@sentry.io',
    'https://key@sentry.io/project',
    'ftp://key@sentry.io/1',
  ])('refuses the DSN %s', (dsn) => {
    expect(() => loadConfig({ ...NEEDED, SENTRY_DSN: dsn })).toThrow(/SENTRY_DSN must be a DSN/);
  });

  it.each(['true', 'localhost:4318', 'grpc://collector:4317'])('refuses the collector %s', (endpoint) => {
    expect(() => loadConfig({ ...NEEDED, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toThrow(
      /OTEL_EXPORTER_OTLP_ENDPOINT/,
    );
  });
});

describe('what the servers around are called', () => {
  const refusal = (more: NodeJS.ProcessEnv) => {
    try {
      loadConfig({ ...NEEDED, ...more });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  it('names every address that cannot be one, at once', () => {
    const said = refusal({
      REDIS_URL: 'redis://a,b?cluster=false',
      DOCUMENTS_URL: 's3://contracts?acl=public',
      DATABASE_REPLICA_URL: 'mysql://a',
    });
    expect(said).toMatch(/REDIS_URL names several nodes/);
    expect(said).toMatch(/DOCUMENTS_URL takes no option but endpoint and region/);
    expect(said).toMatch(/DATABASE_REPLICA_URL/);
  });

  it('wants one place for the documents, and the keys to it', () => {
    const DOCUMENTS_URL = 's3://contracts';
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    expect(refusal({ DOCUMENTS_URL })).toMatch(/needs AWS_ACCESS_KEY_ID/);
    expect(refusal({ DOCUMENTS_URL, ...keys, DOCUMENTS_DIR: '/documents' })).toMatch(/two places/);
    expect(refusal({ DOCUMENTS_URL, ...keys })).toBe('');
  });

  it('goes past a pooler where sessions are needed, and only there', () => {
    const direct = 'postgresql://app@127.0.0.1:5433/crm';
    const pooled = loadConfig({ ...NEEDED, DATABASE_DIRECT_URL: direct });
    expect([directUrl(pooled), isPooled(pooled)]).toEqual([direct, true]);
    const plain = loadConfig(NEEDED);
    expect([directUrl(plain), isPooled(plain)]).toEqual([NEEDED.DATABASE_URL, false]);
  });
});

it('people reach what listens on an IPv6 address by its address in brackets', () => {
  expect(publicUrl({ HOST: '::1', PORT: 3000 })).toBe('http://[::1]:3000');
  expect(publicUrl({ PUBLIC_URL: 'https://crm.example.com/', HOST: '::1', PORT: 3000 })).toBe(
    'https://crm.example.com',
  );
});
