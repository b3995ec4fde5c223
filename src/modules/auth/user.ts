import { Aggregate, type AggregateState, type Fold, type Moment } from '../../kernel/aggregate.js';
import { type Role } from './roles.js';
import { type UserEvent } from './user.events.js';

export interface UserState extends AggregateState {
  username: string;
  email: string;
  role: Role;
  supervisor_id: number | null;
  is_active: boolean;
  last_login: string | null;
  created_at: string;
}

/** Somebody who signs in. */
export class User extends Aggregate<UserState, UserEvent> {
  protected readonly fold = foldUser;

  register(input: { username: string; email: string; role: Role; supervisor_id: number | null }, moment: Moment): void {
    this.apply('UserRegistered', input, moment);
  }

  logIn(moment: Moment): void {
    this.apply('UserLoggedIn', {}, moment);
  }

  failLogIn(moment: Moment): void {
    this.apply('UserLoginFailed', {}, moment);
  }
}

export const foldUser: Fold<UserState, UserEvent> = (state, event) => {
  switch (event.type) {
    case 'UserRegistered':
      return { ...event.data, is_active: true, last_login: null, created_at: event.occurred_at };
    case 'UserLoggedIn':
      return { ...state!, last_login: event.occurred_at };
    case 'UserLoginFailed':
      return state!;
  }
};
