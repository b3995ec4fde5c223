import { Injectable } from '@nestjs/common';
import { type Actor } from '../../platform/context/request-context.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type UserEvent } from './user.events.js';
import { User, type UserState } from './user.js';
import { UserRow } from './user.table.js';

const ACTOR_CACHE_MS = 5000;

@Injectable()
export class Users extends Collection<UserState, UserEvent, User> {
  private readonly actors = new Map<number, { actor: Actor | undefined; until: number }>();

  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'user',
      table: UserRow,
      aggregate: User,
      personal: { subject: (state) => `user:${state.id}`, fields: ['username', 'email'] },
    });
  }

  /** The active user with everything that decides what they see; at most five seconds old. */
  async findActor(id: number): Promise<Actor | undefined> {
    const known = this.actors.get(id);
    if (known && known.until > Date.now()) return known.actor;
    const [actor] = await this.tools.units.query<Actor>(
      `SELECT id, username, role, supervisor_id,
         CASE WHEN role IN ('manager', 'head_of_sales', 'admin') THEN reports_of(id) ELSE '{}' END AS team
       FROM app_user WHERE id = $1 AND is_active`,
      [id],
    );
    if (this.actors.size > 10_000) this.actors.clear();
    this.actors.set(id, { actor, until: Date.now() + ACTOR_CACHE_MS });
    return actor;
  }

  /** A user by name, upper and lower case alike, with the hash to check a password against. */
  async findByUsername(username: string): Promise<{ id: number; is_active: boolean; password_hash: string } | undefined> {
    const [row] = await this.tools.units.query<{ id: number; is_active: boolean; password_hash: string }>(
      `SELECT app_user.id, is_active, password_hash FROM app_user JOIN credential ON credential.user_id = app_user.id
       WHERE lower(username) = lower($1)`,
      [username],
    );
    return row;
  }

  async setPassword(userId: number, passwordHash: string): Promise<void> {
    await this.tools.units.query(
      `INSERT INTO credential (user_id, password_hash) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash`,
      [userId, passwordHash],
    );
  }

  /** Which of the two is taken already. */
  async findTaken(username: string, email: string): Promise<'username' | 'email' | undefined> {
    const [row] = await this.tools.units.query<{ username: boolean }>(
      `SELECT lower(username) = lower($1) AS username FROM app_user
       WHERE lower(username) = lower($1) OR lower(email) = lower($2) ORDER BY 1 DESC LIMIT 1`,
      [username, email],
    );
    return row && (row.username ? 'username' : 'email');
  }
}
