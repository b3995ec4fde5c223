import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { type Actor } from '../../../platform/context/request-context.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { columnsOf, insertRow, set } from '../../../platform/database/statements.js';
import { type RowOf } from '../../../platform/database/table.js';
import { Collection, CollectionTools } from '../../../platform/event-store/collection.js';
import { GOES_ON, SESSION } from '../sign-in/session.table.js';
import { type SignedIn } from '../sign-in/signed-in.js';
import { type TokenClaims } from '../sign-in/tokens.js';
import { type UserEvent, userFacts } from './user.events.js';
import { type Action } from '../access/access-table.js';
import { sightOf } from '../access/visibility.js';
import { CREDENTIAL } from './credential.table.js';
import { User } from './user.js';
import { USER, type UserState } from './user.table.js';

const ACTOR_CACHE_MS = 5000;
const ACTOR_CACHE_MOST = 10_000;

const ACTOR = sql`${columnsOf(USER, 'id', 'username', 'role', 'supervisor_id')},
  CASE WHEN ${USER.role} IN ('manager', 'head_of_sales', 'admin') THEN reports_of(${USER.id}) ELSE '{}' END AS team`;

/** A user as a sign-in meets them. */
export type Credential = UserState & Pick<RowOf<typeof CREDENTIAL>, 'password_hash'>;

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
      const [actor] = await this.tools.units.query<Actor>(
        sql`SELECT ${ACTOR} FROM ${USER} WHERE ${USER.id} = ${id} AND ${USER.is_active}`,
      );
      return actor;
    });
  }

  /** The active user of a session that goes on; at most five seconds old, so that what ends a session ends its tokens. */
  findSignedIn(id: number, sessionId: string): Promise<SignedIn | undefined> {
    return this.cached(`${id}/${sessionId}`, async () => {
      const [signedIn] = await this.tools.units.query<SignedIn>(sql`
        SELECT ${ACTOR}, ${USER.second_factor}, ${SESSION.id} AS session_id, ${SESSION.created_at} AS signed_in_at
        FROM ${USER} JOIN ${SESSION} ON ${SESSION.user_id} = ${USER.id}
        WHERE ${USER.id} = ${id} AND ${USER.is_active} AND ${SESSION.id} = ${sessionId} AND ${GOES_ON}`);
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
  findByUsername(username: string): Promise<Credential | undefined> {
    // Lowered as the throttle does: for PostgreSQL the Turkish dotted I is an i too, and each spelling would be guessed at anew.
    return this.findCredentialWhere(sql`lower(${USER.username}) = lower(${username.toLowerCase()})`);
  }

  findCredential(id: number): Promise<Credential | undefined> {
    return this.findCredentialWhere(sql`${USER.id} = ${id}`);
  }

  /**
   * Holds the user until the transaction ends; whether password, activity and second factor still are as they were read.
   * Checking a password takes long enough for its owner to replace it.
   */
  async holdUnchanged({ id, password_hash, is_active, second_factor }: Credential): Promise<boolean> {
    const now = await this.findCredentialWhere(sql`${USER.id} = ${id} FOR UPDATE`);
    return now?.password_hash === password_hash && now.is_active === is_active && now.second_factor === second_factor;
  }

  findByEmail(email: string): Promise<User | undefined> {
    return this.findWhere(sql`lower(${USER.email}) = lower(${email})`);
  }

  async setPassword(userId: number, passwordHash: string): Promise<void> {
    await this.tools.units.query(sql`
      ${insertRow(CREDENTIAL, { user_id: userId, password_hash: passwordHash })}
      ON CONFLICT (${CREDENTIAL.user_id.bare}) DO UPDATE SET ${set(CREDENTIAL, { password_hash: passwordHash })}`);
  }

  /** Which of the two is taken already. */
  async findTaken(username: string, email: string): Promise<'username' | 'email' | undefined> {
    const sameName = sql`lower(${USER.username}) = lower(${username})`;
    const [row] = await this.tools.units.query<{ username: boolean }>(sql`
      SELECT ${sameName} AS username FROM ${USER}
      WHERE ${sameName} OR lower(${USER.email}) = lower(${email}) ORDER BY 1 DESC LIMIT 1`);
    return row && (row.username ? 'username' : 'email');
  }

  private async findCredentialWhere(condition: Sql): Promise<Credential | undefined> {
    const [row] = await this.tools.units.query<Credential>(sql`
      SELECT ${USER.columns}, ${CREDENTIAL.password_hash}
      FROM ${USER} JOIN ${CREDENTIAL} ON ${CREDENTIAL.user_id} = ${USER.id} WHERE ${condition}`);
    return row;
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
