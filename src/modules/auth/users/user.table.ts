import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../../../platform/database/columns.js';
import { type Role } from '../access/roles.js';
import { type UserState } from './user.js';

@Entity('app_user')
export class UserRow implements UserState {
  @PrimaryColumn('int') id: number;
  @Column('int') version: number;
  @Column('text') username: string;
  @Column('text') email: string;
  @Column('text') role: Role;
  @Column('int', { nullable: true }) supervisor_id: number | null;
  @Column('boolean') is_active: boolean;
  @Column('boolean') second_factor: boolean;
  @Column('int') revision: number;
  @InstantColumn({ nullable: true }) last_login: string | null;
  @InstantColumn() created_at: string;
}
