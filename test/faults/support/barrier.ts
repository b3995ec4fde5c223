import type pg from 'pg';
import { eventually } from '../../support/eventually.js';
import { type System } from '../../support/system.js';

/** Holds something in the database until everybody who needs it has come to stand before it. */
export class Barrier {
  private constructor(private readonly system: System, private readonly holder: pg.PoolClient) {}

  /** `sql` takes the lock: a row `FOR UPDATE`, a table `IN SHARE MODE` (may be read, not written). */
  static async raise(system: System, sql: string): Promise<Barrier> {
    const holder = await system.db.connect();
    await holder.query('BEGIN');
    await holder.query(sql);
    return new Barrier(system, holder);
  }

  /** How many wait in the database, here or behind one who does. */
  async waiting(): Promise<number> {
    const [row] = await this.system.query<{ waiting: number }>(
      `SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE NOT granted AND datname = current_database()`);
    return row!.waiting;
  }

  /** Resolves once at least this many wait. */
  async waits(count: number): Promise<void> {
    await eventually(async () => {
      const waiting = await this.waiting();
      if (waiting < count) throw new Error(`${waiting} of ${count} wait`);
    }, 60);
  }

  /** Lets all of them go on. */
  async fall(): Promise<void> {
    await this.holder.query('ROLLBACK');
    this.holder.release();
  }
}
