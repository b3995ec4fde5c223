import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type DataSource, type DataSourceOptions } from 'typeorm';

// Dates stay the text they are (a Date would move with the time zone), instants become ISO 8601 UTC,
// and bigint counts fit a number here: no id of this system comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/**
 * Lock waits end after 3 s and statements after 5 s, so that one stuck transaction cannot hold up the rest; the unit of
 * work reruns what that cuts off. In milliseconds.
 */
export const LIMITS = { statement_timeout: 5000, lock_timeout: 3000, idle_in_transaction_session_timeout: 30_000 };

/**
 * Options of the connection pool. A session keeps the limits from its start, but behind a pooler it is anybody's: there
 * each unit of work sets them for itself.
 */
export function dataSourceOptions(
  url: string,
  poolSize: number,
  applicationName: string,
  pooled = false,
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    applicationName,
    synchronize: false,
    logging: false,
    entities: [],
    connectTimeoutMS: 5000,
    extra: { ...(pooled ? {} : LIMITS), keepAlive: true },
  };
}

/** The pool of connections behind a data source: TypeORM opens and closes it, statements go straight to it. */
export function poolOf(dataSource: DataSource): pg.Pool {
  return (dataSource.driver as unknown as { master: pg.Pool }).master;
}

/** Options for migrating as the owner: no statement limit, and the migrations of this build. */
export function migrationOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize: 2,
    applicationName: 'crm-migrate',
    migrations: [fileURLToPath(new URL('../../../migrations/*.{js,ts}', import.meta.url))],
    migrationsTransactionMode: 'each',
  };
}
