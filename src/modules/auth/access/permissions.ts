import { DomainError } from '../../../kernel/domain-error.js';
import { type AccessEntry } from './may.js';
import { scopeOf } from './access-table.js';
import { needsSecondFactor, type SignedIn } from '../sign-in/signed-in.js';

/** Whether the role may do this at all, with the second factor that it needs. @throws forbidden, mfa_enrolment_required */
export function mustBePermitted(
  user: SignedIn,
  entry: Exclude<AccessEntry, 'open'> | undefined,
  requireMfa: boolean,
): void {
  if (!entry || !scopeOf(user.role, entry.resource, entry.action)) {
    throw new DomainError('forbidden', `The role ${user.role} may not do this.`);
  }
  // Without the second factor that the role needs, one's own session is all there is: enough to enrol.
  if (entry.resource !== 'session') mustHaveSecondFactor(user, requireMfa);
}

/** @throws mfa_enrolment_required */
export function mustHaveSecondFactor({ role, second_factor }: SignedIn, requireMfa: boolean): void {
  if (second_factor || !needsSecondFactor(role, requireMfa)) return;
  throw new DomainError('mfa_enrolment_required', `The role ${role} works with a second factor only; enrol one first.`);
}
