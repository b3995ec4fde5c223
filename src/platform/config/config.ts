import { z } from 'zod';
import { emailAddress } from '../../kernel/email-address.js';
import { mailSender } from '../mail/mail-message.js';
import { readBucketUrl } from './bucket-url.js';
import { hostOf, isLoopback, isNetwork, trustsEverybody } from './networks.js';
import { readRedisUrl } from './redis-url.js';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);
/** So many different characters stand in all but one of a hundred million random texts of 32 hex digits. */
const LEAST_CHARACTERS = 6;
const secret = z
  .string()
  .min(32, 'must be at least 32 bytes of randomness')
  .refine(
    (text) => new Set(text).size >= LEAST_CHARACTERS,
    'repeats a few characters and can be guessed; make one with: openssl rand -base64 48',
  );
const database = z.url({ protocol: /^postgres(ql)?$/ });
/** Text that `read` takes; what it throws is the complaint. */
const readable = (read: (text: string) => unknown) =>
  z.string().superRefine((text, { addIssue }) => {
    try {
      read(text);
    } catch (error) {
      addIssue((error as Error).message);
    }
  });
const instant = z.iso.datetime({ offset: true });
const timeZone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'is not a time zone of the IANA database, such as Europe/Rome');

const SENTRY_DSN = /^https?:\/\/\w+(:\w+)?@[\w.-]+(:\d{1,5})?(\/[\w.-]+)*\/\d+$/;

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: count(3000, 0, 65535),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: database,
  DATABASE_OWNER_URL: database.optional(),
  DATABASE_DIRECT_URL: database.optional(),
  DATABASE_REPLICA_URL: database.optional(),
  DATABASE_PREPARED_STATEMENTS: flag.default(true),
  DATABASE_POOL_SIZE: count(10, 2, 200),
  REDIS_URL: readable(readRedisUrl).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: readable(mailSender).default('no-reply@insurance-crm.example'),
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
  ADMIN_USERNAME: z
    .string()
    .regex(/^[A-Za-z0-9._-]{3,50}$/, 'takes 3 to 50 letters, digits, dots, dashes or underscores')
    .refine((name) => emailAddress(adminAddress(name)), 'takes no dot at its beginning or end, nor two in a row')
    .optional(),
  ADMIN_PASSWORD: z.string().min(8).max(128).optional(),
  EMBEDDED: flag.default(false),
  CLOCK_START: instant.optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DOCUMENTS_DIR: z.string().optional(),
  DOCUMENTS_URL: readable(readBucketUrl).optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  ALLOWED_HOSTS: z.string().default('').transform(listed),
  CORS_ORIGINS: z.string().default('').transform(listed),
  TRUSTED_PROXIES: z.string().default('').transform(listed),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
  FIRST_MAILS_PER_DAY: count(50, 1, 1_000_000),
  SWEEP_INTERVAL_SECONDS: count(60, 1, 86_400),
  LAPSE_UNPAID_DAYS: z.coerce.number().int().min(1).max(365).optional(),
  SENTRY_DSN: z
    .string()
    .regex(SENTRY_DSN, 'must be a DSN as Sentry shows it: https://<public key>@<host>/<project number>')
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  FAILPOINTS: z.string().optional(),
});

/** The made-up e-mail address of the first admin. */
export const adminAddress = (username: string): string => `${username.toLowerCase()}@insurance-crm.example`;

/** The configuration as checked at boot; the names are those of the environment. */
export type Config = z.infer<typeof schema>;

/** Every variable of the environment that the configuration knows. */
export const CONFIG_NAMES = Object.keys(schema.shape);

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
    : parsed.error.issues.map(
        (issue) =>
          `${issue.path.join('.')} ${given[String(issue.path[0])] === undefined ? 'is required' : issue.message}`,
      );
  if (complaints.length > 0) {
    throw new ConfigurationError(
      `The configuration cannot be used:\n${complaints.map((line) => `  - ${line}`).join('\n')}`,
    );
  }
  return parsed.data as Config;
}

function crossChecks(config: Config): string[] {
  const complaints: string[] = [];
  const production = config.NODE_ENV === 'production';
  if (config.FAILPOINTS && production)
    complaints.push('FAILPOINTS is for fault tests only and refused with NODE_ENV=production');
  if (config.CLOCK_START && (production || !config.EMBEDDED)) {
    complaints.push('CLOCK_START moves the clock of the embedded database only; unset it');
  }
  const [wayIn] = waysIn(config);
  if (demoData(config) !== 'false' && wayIn) {
    complaints.push(
      `${wayIn} lets others in, and anybody knows the password of the demo users: set DEMO_DATA=false, or leave ${wayIn.split('=')[0]!} to this machine`,
    );
  }
  const noHosts = config.ALLOWED_HOSTS.filter((host) => hostOf(host) !== host.toLowerCase());
  if (noHosts.length > 0) {
    complaints.push(
      `ALLOWED_HOSTS takes names and addresses such as crm.example.com or [2001:db8::1], without scheme or port, which these are not: ${noHosts.join(', ')}`,
    );
  }
  if (config.CORS_ORIGINS.includes('*'))
    complaints.push("CORS_ORIGINS must name origins; with * any page could use the API from its visitors' browsers");
  const noOrigins = config.CORS_ORIGINS.filter((origin) => origin !== '*' && !isOrigin(origin));
  if (noOrigins.length > 0)
    complaints.push(
      `CORS_ORIGINS takes origins such as https://app.example.com, which these are not: ${noOrigins.join(', ')}`,
    );
  const strange = config.TRUSTED_PROXIES.filter((proxy) => !isNetwork(proxy));
  if (strange.length > 0)
    complaints.push(`TRUSTED_PROXIES takes addresses and CIDR ranges, which these are not: ${strange.join(', ')}`);
  if (config.TRUSTED_PROXIES.some(trustsEverybody))
    complaints.push('TRUSTED_PROXIES must not be everybody; anyone could choose their address');
  if (config.DOCUMENTS_URL && config.DOCUMENTS_DIR)
    complaints.push('DOCUMENTS_URL and DOCUMENTS_DIR are two places for the same documents; set one');
  if (config.DOCUMENTS_URL && !(config.AWS_ACCESS_KEY_ID && config.AWS_SECRET_ACCESS_KEY)) {
    complaints.push('DOCUMENTS_URL needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  }
  if (Boolean(config.ADMIN_USERNAME) !== Boolean(config.ADMIN_PASSWORD)) {
    complaints.push('ADMIN_USERNAME and ADMIN_PASSWORD go together; set both or neither');
  }
  return complaints;
}

/** The settings by which others than this machine are meant to come in: where it listens or, through a proxy here, under which name. */
export function waysIn({
  HOST,
  PUBLIC_URL,
  ALLOWED_HOSTS,
}: Pick<Config, 'HOST' | 'PUBLIC_URL' | 'ALLOWED_HOSTS'>): string[] {
  const hosts: [string, string][] = [
    [`HOST=${HOST}`, HOST],
    ...ALLOWED_HOSTS.map((host): [string, string] => [`ALLOWED_HOSTS=${host}`, host]),
  ];
  if (PUBLIC_URL) hosts.push([`PUBLIC_URL=${PUBLIC_URL}`, new URL(PUBLIC_URL).hostname]);
  return hosts.filter(([, host]) => !isLoopback(host)).map(([setting]) => setting);
}

/** Scheme, host and port, as browsers send it; "null" is what any sandboxed page sends. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Where sessions may be kept (LISTEN, the queues in PostgreSQL): past a pooler, if `DATABASE_URL` leads through one. */
export function directUrl({
  DATABASE_DIRECT_URL,
  DATABASE_URL,
}: Pick<Config, 'DATABASE_DIRECT_URL' | 'DATABASE_URL'>): string {
  return DATABASE_DIRECT_URL ?? DATABASE_URL;
}

/** A pooler in transaction mode stands before `DATABASE_URL`: no setting may outlive a transaction. */
export function isPooled({
  DATABASE_DIRECT_URL,
  DATABASE_URL,
}: Pick<Config, 'DATABASE_DIRECT_URL' | 'DATABASE_URL'>): boolean {
  return DATABASE_DIRECT_URL !== undefined && DATABASE_DIRECT_URL !== DATABASE_URL;
}

/** How people reach the system, without a slash at the end: `PUBLIC_URL`, else what it listens on. */
export function publicUrl({ PUBLIC_URL, HOST, PORT }: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>): string {
  return (PUBLIC_URL ?? `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`).replace(/\/+$/, '');
}

/** Which demo data the database is prepared with: what `DEMO_DATA` says, else all of it where the database is embedded. */
export function demoData({ DEMO_DATA, EMBEDDED }: Pick<Config, 'DEMO_DATA' | 'EMBEDDED'>): 'true' | 'users' | 'false' {
  return DEMO_DATA ?? (EMBEDDED ? 'true' : 'false');
}
