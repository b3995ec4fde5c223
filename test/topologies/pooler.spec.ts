import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { PgBouncer } from '../support/pg-bouncer.js';
import { fromProspectToSignedPolicy } from '../support/signed-policy.js';
import { BACKENDS, System } from '../support/system.js';

(process.env.TEST_PGBOUNCER ? describe.each(BACKENDS) : describe.skip.each(BACKENDS))(
  'two of each behind PgBouncer in transaction mode, queues on %s',
  (backend) => {
    let bouncer: PgBouncer;
    let database: TestDatabase;
    let system: System;
    beforeAll(async () => {
      database = await createDatabase();
      bouncer = await PgBouncer.start(database.url);
    });

    fromProspectToSignedPolicy(async () => {
      system = await System.start({
        backend,
        processes: 2,
        database,
        environment: {
          DATABASE_URL: bouncer.through(database.url),
          DATABASE_DIRECT_URL: database.url,
          DATABASE_PREPARED_STATEMENTS: 'false',
        },
      });
      return system;
    });

    afterAll(() => bouncer?.stop());

    it('keeps no session of its own there but those for listening', async () => {
      const rows = await system.query<{ name: string }>(
        `SELECT DISTINCT application_name AS name FROM pg_stat_activity
         WHERE datname = current_database() AND application_name IN ('crm-relay', 'crm-queues') ORDER BY 1`,
      );
      const direct = backend === 'postgres' ? ['crm-queues', 'crm-relay'] : ['crm-relay'];
      expect(rows.map(({ name }) => name)).toEqual(direct);
      const [{ sessions }] = (await system.query(
        `SELECT count(*)::int AS sessions FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'crm_app' AND application_name IN ('crm-api', 'crm-worker')`,
      )) as [{ sessions: number }];
      // Forty of ours share what PgBouncer keeps.
      expect(sessions).toBeLessThanOrEqual(4);
    });
  },
);
