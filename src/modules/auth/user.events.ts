import { type DomainEvent } from '../../kernel/domain-event.js';
import { type Role } from './roles.js';

export type UserEvent =
  | DomainEvent<'UserRegistered', { username: string; email: string; role: Role; supervisor_id: number | null }>
  | DomainEvent<'UserLoggedIn', Record<string, never>>
  | DomainEvent<'UserLoginFailed', Record<string, never>>;
