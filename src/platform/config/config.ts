import { z } from 'zod';
import { isNetwork, trustsEverybody } from './networks.js';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = (fallback: number, min: number, max: number) => z.coerce.number().int().min(min).max(max).default(fallback);
const secret = z.string().min(32, 'must be at least 32 bytes of randomness');
const instant = z.iso.datetime({ offset: true });
const timeZone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'is not a time zone of the IANA database, such as Europe/Rome');

const listed = (text: string): string[] => text.split(',').map((one) => one.trim()).filter(Boolean);

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: count(3000, 0, 65535),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_PREPARED_STATEMENTS: flag.default(true),
  DATABASE_POOL_SIZE: count(10, 2, 200),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('no-reply@insurance-crm.example'),
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  ANTHROPIC_BASE_URL: z.url().optional(),
  ANTHROPIC_MODEL: z.string().min(1).optional(),
  ADVISOR_TIMEOUT_MS: count(8000, 100, 60_000),
  ADVISOR_MAX_TOKENS: count(2000, 100, 8000),
  ADVISOR_REQUESTS_PER_MINUTE: count(50, 1, 10_000),
  JWT_SECRET: secret,
  SEAL_KEY: secret,
  DATA_KEY: secret,
  COMPANY_TIME_ZONE: timeZone.default('Europe/Rome'),
  COMPANY_NAME: z.string().min(1).default('Insurance CRM'),
  ACCESS_TOKEN_MINUTES: count(15, 1, 1440),
  WORKER_METRICS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  WORKER_CONCURRENCY: count(5, 1, 100),
  JOB_TIMEOUT_SECONDS: count(300, 1, 3600),
  REQUIRE_MFA: flag.default(false),
  DEMO_DATA: z.enum(['true', 'false', 'users']).optional(),
  ADMIN_USERNAME: z.string().min(3).max(50).optional(),
  ADMIN_PASSWORD: z.string().min(8).max(128).optional(),
  EMBEDDED: flag.default(false),
  CLOCK_START: instant.optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DOCUMENTS_DIR: z.string().optional(),
  CORS_ORIGINS: z.string().default('').transform(listed),
  TRUSTED_PROXIES: z.string().default('').transform(listed),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
  SWEEP_INTERVAL_SECONDS: count(60, 1, 86_400),
  LAPSE_UNPAID_DAYS: z.coerce.number().int().min(1).max(365).optional(),
  FAILPOINTS: z.string().optional(),
});

/** The configuration as checked at boot; the names are those of the environment. */
export type Config = z.infer<typeof schema>;

/** Injection token of the checked configuration. */
export const CONFIG = Symbol('configuration');

/** Thrown when the environment cannot be run with; names every error at once. */
export class ConfigurationError extends Error {}

/**
 * Checks the environment. An empty variable counts as unset.
 * @throws ConfigurationError naming every variable that is missing or wrong and what it should be.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const complaints = parsed.success
    ? crossChecks(parsed.data)
    : parsed.error.issues.map((issue) =>
        `${issue.path.join('.')} ${given[String(issue.path[0])] === undefined ? 'is required' : issue.message}`);
  if (complaints.length > 0) {
    throw new ConfigurationError(`The configuration cannot be used:\n${complaints.map((line) => `  - ${line}`).join('\n')}`);
  }
  return parsed.data as Config;
}

function crossChecks(config: Config): string[] {
  const complaints: string[] = [];
  const production = config.NODE_ENV === 'production';
  if (config.FAILPOINTS && production) complaints.push('FAILPOINTS is for fault tests only and refused with NODE_ENV=production');
  if (config.CLOCK_START && (production || !config.EMBEDDED)) {
    complaints.push('CLOCK_START moves the clock of the embedded database only; unset it');
  }
  if (config.CORS_ORIGINS.includes('*')) complaints.push('CORS_ORIGINS must name origins; * would open credentials to everyone');
  const strange = config.TRUSTED_PROXIES.filter((proxy) => !isNetwork(proxy));
  if (strange.length > 0) complaints.push(`TRUSTED_PROXIES takes addresses and CIDR ranges, which these are not: ${strange.join(', ')}`);
  if (config.TRUSTED_PROXIES.some(trustsEverybody)) complaints.push('TRUSTED_PROXIES must not be everybody; anyone could choose their address');
  if (Boolean(config.ADMIN_USERNAME) !== Boolean(config.ADMIN_PASSWORD)) {
    complaints.push('ADMIN_USERNAME and ADMIN_PASSWORD go together; set both or neither');
  }
  return complaints;
}

/** How people reach the system, without a slash at the end: `PUBLIC_URL`, else what it listens on. */
export function publicUrl({ PUBLIC_URL, HOST, PORT }: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>): string {
  return (PUBLIC_URL ?? `http://${HOST}:${PORT}`).replace(/\/+$/, '');
}
