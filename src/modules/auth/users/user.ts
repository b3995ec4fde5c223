import { Aggregate, type Fold, type Moment } from '../../../kernel/aggregate.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { type UserState } from './user.table.js';
import {
  type LogInFailure,
  type Registration,
  type RevocationReason,
  type SecondProof,
  type UserEvent,
} from './user.events.js';

/** What an admin may change about a user. */
export type Administration = Partial<Pick<UserState, 'role' | 'supervisor_id' | 'is_active'>>;

/** Somebody who signs in. */
export class User extends Aggregate<UserState, UserEvent> {
  protected readonly fold = foldUser;

  register(input: Registration, moment: Moment): void {
    this.apply('UserRegistered', input, moment);
  }

  logIn(sessionId: string, secondFactor: SecondProof, moment: Moment): void {
    this.apply('UserLoggedIn', { session_id: sessionId, second_factor: secondFactor }, moment);
  }

  failLogIn(reason: LogInFailure, moment: Moment): void {
    this.apply('UserLoginFailed', { reason }, moment);
  }

  /** Changes role, supervisor and activity, recording only what differs. Nobody takes rank or access from themselves. */
  administer(byUserId: number, change: Administration, moment: Moment): void {
    const { role, supervisor_id, is_active } = this.state;
    const newRole = change.role ?? role;
    const newSupervisor = change.supervisor_id === undefined ? supervisor_id : change.supervisor_id;
    const active = change.is_active ?? is_active;
    if (byUserId === this.id && (newRole !== role || active !== is_active)) {
      throw new DomainError('not_on_oneself', 'Nobody changes their own role or activity; ask another admin.');
    }
    if (newRole !== role) this.apply('UserRoleChanged', { role: newRole, previous_role: role }, moment);
    if (newSupervisor !== supervisor_id) {
      this.apply(
        'UserSupervisorChanged',
        { supervisor_id: newSupervisor, previous_supervisor_id: supervisor_id },
        moment,
      );
    }
    if (active !== is_active) this.apply(active ? 'UserReactivated' : 'UserDeactivated', {}, moment);
  }

  requestPasswordReset(moment: Moment): void {
    this.apply('UserPasswordResetRequested', {}, moment);
  }

  changePassword(by: 'oneself' | 'reset', moment: Moment): void {
    this.apply('UserPasswordChanged', { by }, moment);
  }

  revokeSession(sessionId: string, reason: RevocationReason, moment: Moment): void {
    this.apply('UserSessionRevoked', { session_id: sessionId, reason }, moment);
  }

  enrolSecondFactor(moment: Moment): void {
    this.apply('UserSecondFactorEnrolled', {}, moment);
  }

  reachFirstMailLimit(day: string, limit: number, moment: Moment): void {
    this.apply('UserFirstMailLimitReached', { day, limit }, moment);
  }

  removeSecondFactor(moment: Moment): void {
    if (this.state.second_factor) this.apply('UserSecondFactorRemoved', {}, moment);
  }
}

export const foldUser: Fold<UserState, UserEvent> = (state, event) => {
  switch (event.type) {
    case 'UserRegistered':
      return {
        ...event.data,
        is_active: true,
        second_factor: false,
        revision: 1,
        last_login: null,
        created_at: event.occurred_at,
      };
    case 'UserLoggedIn':
      return { ...state!, last_login: event.occurred_at };
    case 'UserRoleChanged':
      return { ...state!, role: event.data.role, revision: state!.revision + 1 };
    case 'UserSupervisorChanged':
      return { ...state!, supervisor_id: event.data.supervisor_id, revision: state!.revision + 1 };
    case 'UserDeactivated':
      return { ...state!, is_active: false, revision: state!.revision + 1 };
    case 'UserReactivated':
      return { ...state!, is_active: true, revision: state!.revision + 1 };
    case 'UserSecondFactorEnrolled':
      return { ...state!, second_factor: true };
    case 'UserSecondFactorRemoved':
      return { ...state!, second_factor: false };
    case 'UserLoginFailed':
    case 'UserPasswordResetRequested':
    case 'UserPasswordChanged':
    case 'UserSessionRevoked':
    case 'UserFirstMailLimitReached':
      return state!;
  }
};
