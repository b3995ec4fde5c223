import { type DataOf, type EventOf, fact } from '../../../kernel/fact.js';
import { day, int, none, nullable, oneOf, only, text } from '../../../kernel/fields.js';
import { fieldsOf } from '../../../platform/database/table.js';
import { roles } from '../access/roles.js';
import { USER } from './user.table.js';

export const USER_REGISTERED = fact(
  'UserRegistered',
  only(fieldsOf(USER), 'username', 'email', 'role', 'supervisor_id'),
);
export const USER_LOGGED_IN = fact('UserLoggedIn', {
  session_id: none(text),
  second_factor: none(oneOf(['none', 'otp', 'recovery_code'])),
});
export const USER_LOGIN_FAILED = fact('UserLoginFailed', {
  reason: none(oneOf(['wrong_password', 'wrong_otp', 'inactive'])),
});
export const USER_ROLE_CHANGED = fact('UserRoleChanged', {
  role: none(oneOf(roles)),
  previous_role: none(oneOf(roles)),
});
export const USER_SUPERVISOR_CHANGED = fact('UserSupervisorChanged', {
  supervisor_id: none(nullable(int)),
  previous_supervisor_id: none(nullable(int)),
});
export const USER_DEACTIVATED = fact('UserDeactivated', {});
export const USER_REACTIVATED = fact('UserReactivated', {});
export const USER_PASSWORD_RESET_REQUESTED = fact('UserPasswordResetRequested', {});
export const USER_PASSWORD_CHANGED = fact('UserPasswordChanged', { by: none(oneOf(['oneself', 'reset'])) });
export const USER_SESSION_REVOKED = fact('UserSessionRevoked', {
  session_id: none(text),
  reason: none(
    oneOf([
      'logged_out',
      'password_changed',
      'password_reset',
      'refresh_token_reused',
      'second_factor_enrolled',
      'user_deactivated',
    ]),
  ),
});
export const USER_SECOND_FACTOR_ENROLLED = fact('UserSecondFactorEnrolled', {});
export const USER_SECOND_FACTOR_REMOVED = fact('UserSecondFactorRemoved', {});
/** The day's last first mail to a new address; further ones are refused until the day ends. */
export const USER_FIRST_MAIL_LIMIT_REACHED = fact('UserFirstMailLimitReached', { day: none(day), limit: none(int) });

export const userFacts = [
  USER_REGISTERED,
  USER_LOGGED_IN,
  USER_LOGIN_FAILED,
  USER_ROLE_CHANGED,
  USER_SUPERVISOR_CHANGED,
  USER_DEACTIVATED,
  USER_REACTIVATED,
  USER_PASSWORD_RESET_REQUESTED,
  USER_PASSWORD_CHANGED,
  USER_SESSION_REVOKED,
  USER_SECOND_FACTOR_ENROLLED,
  USER_SECOND_FACTOR_REMOVED,
  USER_FIRST_MAIL_LIMIT_REACHED,
] as const;
export type UserEvent = EventOf<(typeof userFacts)[number]>;

export type Registration = DataOf<typeof USER_REGISTERED>;
/** What a sign-in was proved with, beside the password. */
export type SecondProof = DataOf<typeof USER_LOGGED_IN>['second_factor'];
export type LogInFailure = DataOf<typeof USER_LOGIN_FAILED>['reason'];
/** Why a session ended before its time. */
export type RevocationReason = DataOf<typeof USER_SESSION_REVOKED>['reason'];
