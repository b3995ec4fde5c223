import { type DomainEvent } from '../../../kernel/domain-event.js';
import { type Role } from '../access/roles.js';

/** Why a session ended before its time. */
export type RevocationReason =
  | 'logged_out'
  | 'password_changed'
  | 'password_reset'
  | 'refresh_token_reused'
  | 'second_factor_enrolled'
  | 'user_deactivated';

/** What a sign-in was proved with, beside the password. */
export type SecondProof = 'none' | 'otp' | 'recovery_code';

export type UserEvent =
  | DomainEvent<'UserRegistered', { username: string; email: string; role: Role; supervisor_id: number | null }>
  | DomainEvent<'UserLoggedIn', { session_id: string; second_factor: SecondProof }>
  | DomainEvent<'UserLoginFailed', { reason: 'wrong_password' | 'wrong_otp' | 'inactive' }>
  | DomainEvent<'UserRoleChanged', { role: Role; previous_role: Role }>
  | DomainEvent<'UserSupervisorChanged', { supervisor_id: number | null; previous_supervisor_id: number | null }>
  | DomainEvent<'UserDeactivated', Record<string, never>>
  | DomainEvent<'UserReactivated', Record<string, never>>
  | DomainEvent<'UserPasswordResetRequested', Record<string, never>>
  | DomainEvent<'UserPasswordChanged', { by: 'oneself' | 'reset' }>
  | DomainEvent<'UserSessionRevoked', { session_id: string; reason: RevocationReason }>
  | DomainEvent<'UserSecondFactorEnrolled', Record<string, never>>
  | DomainEvent<'UserSecondFactorRemoved', Record<string, never>>
  /** The day's last first mail to a new address; further ones are refused until the day ends. */
  | DomainEvent<'UserFirstMailLimitReached', { day: string; limit: number }>;
