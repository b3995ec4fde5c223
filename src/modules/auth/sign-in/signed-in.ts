import { DomainError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { type Role } from '../access/roles.js';

/** Who acts, with the session that their access token belongs to. */
export interface SignedIn extends Actor {
  session_id: string;
  /** When the session began, with password and second factor: real time, ISO 8601 UTC. */
  signed_in_at: string;
  /** Whether a second factor is confirmed. */
  second_factor: boolean;
}

/** How long after signing in one may change how one signs in. */
const FRESH_MINUTES = 15;

/** A token that was left behind must not be enough to change how its owner signs in. @throws sign_in_again */
export function mustHaveJustSignedIn({ signed_in_at }: SignedIn, now: number): void {
  if (now - Date.parse(signed_in_at) <= FRESH_MINUTES * 60_000) return;
  throw new DomainError('sign_in_again', `This takes a sign-in of the last ${FRESH_MINUTES} minutes.`);
}

/** The roles that work with a second factor only, where REQUIRE_MFA is set. */
const NEED_SECOND_FACTOR: readonly string[] = ['admin', 'head_of_sales'] satisfies Role[];

export function needsSecondFactor(role: string, requireMfa: boolean): boolean {
  return requireMfa && NEED_SECOND_FACTOR.includes(role);
}
