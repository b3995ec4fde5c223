import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { having, insertRow, set } from '../../../platform/database/statements.js';
import { type RowOf } from '../../../platform/database/table.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { PersonalData } from '../../../platform/event-store/personal-data.js';
import { type SecondProof } from '../users/user.events.js';
import { RECOVERY_CODE, SECOND_FACTOR } from './second-factor.table.js';
import { base32, stepOfCode } from './totp.js';

const RECOVERY_CODES = 10;
/** As authenticator apps expect it (RFC 4226 section 4 recommends 160 bits). */
const SECRET_BYTES = 20;

/** The condition under which a secret waits to be confirmed. */
const WAITS = sql`(${SECOND_FACTOR.confirmed_at} IS NULL)`;

/** Authenticator secrets, sealed with their user's key, and hashes of recovery codes. Each code proves something once. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly units: UnitOfWork,
    private readonly personalData: PersonalData,
  ) {}

  /** A new secret that waits to be confirmed; it replaces one that never was. */
  async begin(userId: number): Promise<Buffer> {
    const secret = randomBytes(SECRET_BYTES);
    const sealed = await this.personalData.seal(`user:${userId}`, { secret: secret.toString('base64') });
    await this.units.query(sql`
      ${insertRow(SECOND_FACTOR, { user_id: userId, sealed_secret: sealed })}
      ON CONFLICT (${SECOND_FACTOR.user_id.bare})
        DO UPDATE SET ${set(SECOND_FACTOR, { sealed_secret: sealed, last_step: 0 })} WHERE ${WAITS}`);
    return secret;
  }

  /** Confirms the waiting secret with one of its codes; answers recovery codes, or undefined for a wrong code. */
  async confirm(userId: number, code: string): Promise<string[] | undefined> {
    if (!(await this.useCode(userId, code, WAITS))) return undefined;
    await this.units.query(sql`
      UPDATE ${SECOND_FACTOR} SET ${set(SECOND_FACTOR, { confirmed_at: sql`clock_timestamp()` })}
      WHERE ${SECOND_FACTOR.user_id} = ${userId}`);
    const codes = Array.from({ length: RECOVERY_CODES }, () =>
      base32(randomBytes(10))
        .toLowerCase()
        .replace(/.{4}(?=.)/g, '$&-'),
    );
    await this.units.query(sql`
      INSERT INTO ${RECOVERY_CODE} (${RECOVERY_CODE.user_id.bare}, ${RECOVERY_CODE.code_hash.bare})
      SELECT ${userId}, unnest(${codes.map((one) => hashOfCode(one))}::bytea[])`);
    return codes;
  }

  /** What a code given at sign-in proves: an authenticator's or a recovery code, each once; undefined: nothing. */
  async prove(userId: number, code: string): Promise<SecondProof | undefined> {
    if (/^\d{6}$/.test(code)) return (await this.useCode(userId, code, sql`NOT ${WAITS}`)) ? 'otp' : undefined;
    const used = await this.units.execute(sql`
      UPDATE ${RECOVERY_CODE} SET ${set(RECOVERY_CODE, { used_at: sql`clock_timestamp()` })}
      WHERE ${having(RECOVERY_CODE, { user_id: userId, code_hash: hashOfCode(code) })}
        AND ${RECOVERY_CODE.used_at} IS NULL`);
    return used > 0 ? 'recovery_code' : undefined;
  }

  async remove(userId: number): Promise<void> {
    for (const table of [RECOVERY_CODE, SECOND_FACTOR])
      await this.units.query(sql`DELETE FROM ${table} WHERE ${table.user_id} = ${userId}`);
  }

  /** Takes a code of a later step than any taken before; of two twins one succeeds. */
  private async useCode(userId: number, code: string, condition: Sql): Promise<boolean> {
    const { user_id, sealed_secret, last_step } = SECOND_FACTOR;
    const [row] = await this.units.query<Pick<RowOf<typeof SECOND_FACTOR>, 'sealed_secret'>>(
      sql`SELECT ${sealed_secret} FROM ${SECOND_FACTOR} WHERE ${user_id} = ${userId} AND ${condition}`,
    );
    const opened = row && ((await this.personalData.open(row.sealed_secret)) as { secret: string } | null);
    const step = opened ? stepOfCode(Buffer.from(opened.secret, 'base64'), code, Date.now()) : undefined;
    if (step === undefined) return false;
    const used = await this.units.execute(sql`
      UPDATE ${SECOND_FACTOR} SET ${set(SECOND_FACTOR, { last_step: step })}
      WHERE ${user_id} = ${userId} AND ${last_step} < ${step}`);
    return used > 0;
  }
}

/** A recovery code holds 80 random bits, so a plain hash keeps it; spaces, dashes and case do not matter. */
function hashOfCode(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z2-7]/g, ''))
    .digest();
}
