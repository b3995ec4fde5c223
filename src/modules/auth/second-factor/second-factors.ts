import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { PersonalData, type SealedBox } from '../../../platform/event-store/personal-data.js';
import { type SecondProof } from '../users/user.events.js';
import { base32, stepOfCode } from './totp.js';

const RECOVERY_CODES = 10;
/** As authenticator apps expect it (RFC 4226 section 4 recommends 160 bits). */
const SECRET_BYTES = 20;

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
    await this.units.queryText(
      `INSERT INTO second_factor AS present (user_id, sealed_secret) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, last_step = 0
         WHERE present.confirmed_at IS NULL`,
      [userId, JSON.stringify(sealed)],
    );
    return secret;
  }

  /** Confirms the waiting secret with one of its codes; answers recovery codes, or undefined for a wrong code. */
  async confirm(userId: number, code: string): Promise<string[] | undefined> {
    if (!(await this.useCode(userId, code, 'confirmed_at IS NULL'))) return undefined;
    await this.units.queryText('UPDATE second_factor SET confirmed_at = clock_timestamp() WHERE user_id = $1', [
      userId,
    ]);
    const codes = Array.from({ length: RECOVERY_CODES }, () =>
      base32(randomBytes(10))
        .toLowerCase()
        .replace(/.{4}(?=.)/g, '$&-'),
    );
    await this.units.queryText(`INSERT INTO recovery_code (user_id, code_hash) SELECT $1, unnest($2::bytea[])`, [
      userId,
      codes.map((one) => hashOfCode(one)),
    ]);
    return codes;
  }

  /** What a code given at sign-in proves: an authenticator's or a recovery code, each once; undefined: nothing. */
  async prove(userId: number, code: string): Promise<SecondProof | undefined> {
    if (/^\d{6}$/.test(code)) return (await this.useCode(userId, code, 'confirmed_at IS NOT NULL')) ? 'otp' : undefined;
    const used = await this.units.queryText(
      `WITH used AS (
         UPDATE recovery_code SET used_at = clock_timestamp() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING 1)
       SELECT 1 FROM used`,
      [userId, hashOfCode(code)],
    );
    return used.length > 0 ? 'recovery_code' : undefined;
  }

  async remove(userId: number): Promise<void> {
    await this.units.queryText('DELETE FROM recovery_code WHERE user_id = $1', [userId]);
    await this.units.queryText('DELETE FROM second_factor WHERE user_id = $1', [userId]);
  }

  /** Takes a code of a later step than any taken before; of two twins one succeeds. */
  private async useCode(userId: number, code: string, condition: string): Promise<boolean> {
    const [row] = await this.units.queryText<{ sealed_secret: SealedBox }>(
      `SELECT sealed_secret FROM second_factor WHERE user_id = $1 AND ${condition}`,
      [userId],
    );
    const opened = row && ((await this.personalData.open(row.sealed_secret)) as { secret: string } | null);
    const step = opened ? stepOfCode(Buffer.from(opened.secret, 'base64'), code, Date.now()) : undefined;
    if (step === undefined) return false;
    const used = await this.units.queryText(
      `WITH used AS (UPDATE second_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2 RETURNING 1) SELECT 1 FROM used`,
      [userId, step],
    );
    return used.length > 0;
  }
}

/** A recovery code holds 80 random bits, so a plain hash keeps it; spaces, dashes and case do not matter. */
function hashOfCode(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z2-7]/g, ''))
    .digest();
}
