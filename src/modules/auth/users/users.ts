import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { type Actor } from '../../../platform/context/request-context.js';
import { Collection, CollectionTools } from '../../../platform/event-store/collection.js';
import { SESSION_DAYS, type SignedIn } from '../sign-in/signed-in.js';
import { type TokenClaims } from '../sign-in/tokens.js';
import { type UserEvent, userFacts } from './user.events.js';
import { type Action } from '../access/access-table.js';
import { sightOf } from '../access/visibility.js';
import { User } from './user.js';
import { USER, type UserState } from './user.table.js';

const ACTOR_CACHE_MS = 5000;
const ACTOR_CACHE_MOST = 10_000;

const ACTOR = `app_user.id, username, role, supervisor_id,
  CASE WHEN role IN ('manager', 'head_of_sales', 'admin') THEN reports_of(app_user.id) ELSE '{}' END AS team`;

/** A user as a sign-in meets them. */
export interface Credential {
  id: number;
  username: string;
  email: string;
  is_active: boolean;
  second_factor: boolean;
  password_hash: string;
}

const CREDENTIAL = `SELECT app_user.id, username, email, is_active, second_factor, password_hash
  FROM app_user JOIN credential ON credential.user_id = app_user.id`;

@Injectable()
export class Users extends Collection<UserState, UserEvent, User, Action<'user'>> {
  private actors = new Map<string, { actor: Actor | undefined; until: number }>();

  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'user',
      table: USER,
      facts: userFacts,
      aggregate: User,
      subject: (state) => `user:${state.id}`,
      // Whose a user is: their own and their superiors'.
      sight: sightOf('user', { owners: [USER.id] }),
    });
  }

  /** The active user with everything that decides what they see; at most five seconds old. */
  findActor(id: number): Promise<Actor | undefined> {
    return this.cached(String(id), async () => {
      const [actor] = await this.tools.units.queryText<Actor>(
        `SELECT ${ACTOR} FROM app_user WHERE id = $1 AND is_active`,
        [id],
      );
      return actor;
    });
  }

  /** The active user of a session that goes on; at most five seconds old, so that what ends a session ends its tokens. */
  findSignedIn(id: number, sessionId: string): Promise<SignedIn | undefined> {
    return this.cached(`${id}/${sessionId}`, async () => {
      const [signedIn] = await this.tools.units.queryText<SignedIn>(
        `SELECT ${ACTOR}, second_factor, session.id AS session_id, session.created_at AS signed_in_at
         FROM app_user JOIN session ON session.user_id = app_user.id
         WHERE app_user.id = $1 AND is_active AND session.id = $2 AND revoked_at IS NULL
           AND session.created_at > clock_timestamp() - make_interval(days => ${SESSION_DAYS})`,
        [id, sessionId],
      );
      return signedIn;
    });
  }

  /** Who a token with these claims is for, if they are still signed in. */
  async findByClaims({ sub, sid, jti, exp }: TokenClaims): Promise<SignedIn | undefined> {
    const id = Number(sub);
    return jti && exp && Number.isSafeInteger(id) && isUUID(sid) ? this.findSignedIn(id, sid) : undefined;
  }

  /** Makes a change of rights hold in this process at once; the others notice within five seconds. */
  forgetActors(): void {
    this.tools.units.afterCommit('forget actors', () => {
      // Replaced, not emptied: what was asked before the change and is answered after it ends up in the old one.
      this.actors = new Map();
    });
  }

  /** A user by name, upper and lower case alike, with the hash to check a password against. */
  async findByUsername(username: string): Promise<Credential | undefined> {
    // Lowered as the throttle does: for PostgreSQL the Turkish dotted I is an i too, and each spelling would be guessed at anew.
    const [row] = await this.tools.units.queryText<Credential>(`${CREDENTIAL} WHERE lower(username) = lower($1)`, [
      username.toLowerCase(),
    ]);
    return row;
  }

  async findCredential(id: number): Promise<Credential | undefined> {
    const [row] = await this.tools.units.queryText<Credential>(`${CREDENTIAL} WHERE app_user.id = $1`, [id]);
    return row;
  }

  /**
   * Holds the user until the transaction ends; whether password, activity and second factor still are as they were read.
   * Checking a password takes long enough for its owner to replace it.
   */
  async holdUnchanged({ id, password_hash, is_active, second_factor }: Credential): Promise<boolean> {
    const [now] = await this.tools.units.queryText<Credential>(`${CREDENTIAL} WHERE app_user.id = $1 FOR UPDATE`, [id]);
    return now?.password_hash === password_hash && now.is_active === is_active && now.second_factor === second_factor;
  }

  async findByEmail(email: string): Promise<{ id: number; is_active: boolean } | undefined> {
    const [row] = await this.tools.units.queryText<{ id: number; is_active: boolean }>(
      'SELECT id, is_active FROM app_user WHERE lower(email) = lower($1)',
      [email],
    );
    return row;
  }

  async setPassword(userId: number, passwordHash: string): Promise<void> {
    await this.tools.units.queryText(
      `INSERT INTO credential (user_id, password_hash) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash`,
      [userId, passwordHash],
    );
  }

  /** Which of the two is taken already. */
  async findTaken(username: string, email: string): Promise<'username' | 'email' | undefined> {
    const [row] = await this.tools.units.queryText<{ username: boolean }>(
      `SELECT lower(username) = lower($1) AS username FROM app_user
       WHERE lower(username) = lower($1) OR lower(email) = lower($2) ORDER BY 1 DESC LIMIT 1`,
      [username, email],
    );
    return row && (row.username ? 'username' : 'email');
  }

  private async cached<Found extends Actor>(
    key: string,
    find: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    const { actors } = this;
    const known = actors.get(key);
    if (known && known.until > Date.now()) return known.actor as Found | undefined;
    // From before the question on, so that an answer overtaken by a change is never kept longer than promised.
    const until = Date.now() + ACTOR_CACHE_MS;
    const actor = await find();
    if (actors.size > ACTOR_CACHE_MOST) actors.clear();
    actors.set(key, { actor, until });
    return actor;
  }
}
