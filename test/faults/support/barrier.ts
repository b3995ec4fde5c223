import type pg from 'pg';
import { eventually } from '../../support/eventually.js';
import { type System } from '../../support/system.js';

/** Holds something in the database until everybody who needs it has come to stand before it. */
export class Barrier {
  private constructor(
    private readonly system: System,
    private readonly holder: pg.PoolClient,
    private readonly pid: number,
  ) {}

  /** `sql` takes the lock: a row `FOR UPDATE`, a table `IN SHARE MODE` (may be read, not written). */
  static async raise(system: System, sql: string): Promise<Barrier> {
    const holder = await system.db.connect();
    await holder.query('BEGIN');
    await holder.query(sql);
    const {
      rows: [{ pid }],
    } = await holder.query('SELECT pg_backend_pid() AS pid');
    return new Barrier(system, holder, pid);
  }

  /** How many wait here, or behind one who does; who waits elsewhere in the database does not count. */
  async waiting(): Promise<number> {
    const [row] = await this.system.query<{ waiting: number }>(
      `WITH RECURSIVE held (pid) AS (
         SELECT $1::int
         UNION SELECT activity.pid FROM pg_stat_activity AS activity JOIN held ON held.pid = ANY(pg_blocking_pids(activity.pid)))
       SELECT count(*)::int - 1 AS waiting FROM held`,
      [this.pid],
    );
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
