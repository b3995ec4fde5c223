import { ApiProperty } from '@nestjs/swagger';
import { type Role, roles } from '../access/roles.js';
import { type UserState } from './user.table.js';

export class UserDto {
  id: number;
  /** @example 'broker1' */
  username: string;
  /** @example 'broker1@insurance-crm.example' */
  email: string;
  @ApiProperty({ enum: roles })
  role: Role;
  supervisor_id: number | null;
  is_active: boolean;
  /** Whether signing in takes a code beside the password. */
  second_factor: boolean;
  last_login: string | null;
  created_at: string;
  /** Counts the changes of role, supervisor and activity; the ETag. */
  version: number;
}

export function userDto({ version: _, revision, ...state }: UserState): UserDto {
  return { ...state, version: revision };
}
