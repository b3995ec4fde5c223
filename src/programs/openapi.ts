import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type OpenAPIObject } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../platform/config/config.js';
import { migrationOptions } from '../platform/database/data-source.js';
import { allTables, nameOf } from '../platform/database/table.js';
import { createApi } from '../platform/http/api.js';
import { unannouncedBreaks } from '../platform/http/openapi/openapi-compare.js';
import { buildOpenApi } from '../platform/http/openapi/openapi.js';
import { explain } from '../platform/process.js';

const FILE = fileURLToPath(new URL('../../../openapi.json', import.meta.url));
const COMPANY = 'Insurance CRM';
/** Indexes, constraints and what PostgreSQL generates stand in the migrations alone; an entity is a row, not a schema. */
const MIGRATIONS_ALONE =
  /\b(DROP INDEX|DROP CONSTRAINT|ADD CONSTRAINT "(PK|FK|UQ|REL)_)|^(CREATE|DROP) SEQUENCE|SET DEFAULT nextval|DROP DEFAULT|COMMENT ON|typeorm_metadata/;

/** `node dist/bundle/openapi.js` writes openapi.json; with `--check` it says what differs, there and between rows and schema. */
async function main(isCheck: boolean): Promise<number> {
  // Nothing is served or sealed here, so that no real secret is needed.
  const secrets = Object.fromEntries(
    ['JWT_SECRET', 'SEAL_KEY', 'DATA_KEY'].map((name) => [name, `only-for-the-document-${name}-${'x'.repeat(16)}`]),
  );
  // As the owner, who needs no grants in a database that nobody else uses.
  const owner = process.env.DATABASE_OWNER_URL || process.env.DATABASE_URL;
  const config = loadConfig({ ...secrets, ...process.env, DATABASE_URL: owner, LOG_LEVEL: 'error' });
  await migrate(config.DATABASE_URL);
  const app = await createApi(AppModule.forProcess(config, 'crm-cli'), config);
  try {
    await app.init();
    const document = JSON.parse(JSON.stringify(buildOpenApi(app, COMPANY))) as OpenAPIObject;
    if (!isCheck) {
      const broken = breaksClients(await committedDocument(), document);
      for (const complaint of broken) console.error(complaint);
      if (broken.length > 0) return 1;
      await writeFile(FILE, `${JSON.stringify(document, null, 2)}\n`);
      console.log(`openapi.json holds ${Object.keys(document.paths).length} paths.`);
      return 0;
    }
    const complaints = [...(await documentDrift(document)), ...(await schemaDrift(app.get(DataSource)))];
    for (const complaint of complaints) console.error(complaint);
    return complaints.length > 0 ? 1 : 0;
  } finally {
    await app.close();
  }
}

async function migrate(ownerUrl: string): Promise<void> {
  const owner = await new DataSource(migrationOptions(ownerUrl)).initialize();
  try {
    await owner.runMigrations();
  } finally {
    await owner.destroy();
  }
}

function committedDocument(): Promise<OpenAPIObject | undefined> {
  return readFile(FILE, 'utf8').then(
    (text) => JSON.parse(text) as OpenAPIObject,
    () => undefined,
  );
}

/** What would break clients of the committed document, which a new major version alone may do; it is not even written. */
function breaksClients(committed: OpenAPIObject | undefined, document: OpenAPIObject): string[] {
  const broken = committed ? unannouncedBreaks(committed, document) : [];
  if (broken.length === 0) return [];
  return [
    ...broken.map((change) => `breaks clients: ${change}`),
    'A breaking change needs a new major version: `version` in src/api.ts.',
  ];
}

async function documentDrift(document: OpenAPIObject): Promise<string[]> {
  const committed = await committedDocument();
  if (!committed) return ['openapi.json is missing. Write it: npm run openapi'];
  const changed = differences(committed, document);
  if (changed.length === 0) return [];
  return [
    ...breaksClients(committed, document),
    ...changed.slice(0, 30).map((place) => `openapi.json differs at ${place}`),
    ...(changed.length > 30 ? [`… and at ${changed.length - 30} more places`] : []),
    'If that is meant, write it anew and commit it: npm run openapi',
  ];
}

/** Where two JSON values differ, as paths. */
function differences(one: unknown, other: unknown, place = ''): string[] {
  if (one === other) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [place];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) =>
    differences(
      (one as Record<string, unknown>)[name],
      (other as Record<string, unknown>)[name],
      place ? `${place} › ${name}` : name,
    ),
  );
}

/** What TypeORM would change to make the schema fit the rows that the program reads and writes; columns that PostgreSQL fills itself may stay. */
async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  // TypeORM looks generated columns up there, and does not make the table while it only logs.
  await dataSource.query(
    `CREATE TABLE IF NOT EXISTS typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)`,
  );
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.query('DROP TABLE typeorm_metadata');
  const own: { drop: string }[] = await dataSource.query(
    `SELECT format('ALTER TABLE "%s" DROP COLUMN "%s"', relname, attname) AS drop FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'public'::regnamespace AND (attgenerated <> '' OR col_description(attrelid, attnum) = 'kept by triggers')`,
  );
  const ownColumns = new Set(own.map(({ drop }) => drop));
  const stored: { name: string }[] = await dataSource.query(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
  );
  const declared = new Set(allTables().map(nameOf));
  return [
    ...upQueries
      .map(({ query }) => query)
      .filter((query) => !MIGRATIONS_ALONE.test(query) && !ownColumns.has(query))
      .map((query) => `schema drift: ${query}`),
    ...stored.filter(({ name }) => !declared.has(name)).map(({ name }) => `schema drift: ${name} has no table's value`),
  ];
}

try {
  process.exitCode = await main(process.argv.includes('--check'));
} catch (error) {
  console.error(`The document cannot be made. ${explain(error)}`);
  process.exitCode = 1;
}
