import { ApiProperty } from '@nestjs/swagger';
import { type Role, roles } from './roles.js';
import { type UserState } from './user.js';

export class UserDto {
  id: number;
  username: string;
  email: string;
  @ApiProperty({ enum: roles })
  role: Role;
  supervisor_id: number | null;
  is_active: boolean;
  last_login: string | null;
  created_at: string;
}

export function userDto({ version: _, ...state }: UserState): UserDto {
  return state;
}
