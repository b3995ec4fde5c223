import { sql } from '../../../../platform/database/sql.js';
import { USER } from '../user.table.js';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { type ListOrder, ListQueryIn } from '../../../../platform/http/answers/listing.js';
import { type Role, roles } from '../../access/roles.js';

export const userOrder = {
  sorts: {
    username: { by: sql`lower(${USER.username})`, type: 'text' },
    role: { by: USER.role, type: 'text' },
    created_at: { by: USER.created_at, type: 'timestamptz' },
  },
  defaultSort: 'username',
} satisfies ListOrder;

export class ListUsersDto extends ListQueryIn(userOrder) {
  @ApiProperty({ enum: roles, required: false })
  @IsOptional()
  @IsIn(roles)
  role?: Role;

  @IsOptional()
  @Transform(({ value }) => ({ true: true, false: false })[String(value)] ?? (value as unknown))
  @IsBoolean()
  is_active?: boolean;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  supervisor_id?: number;

  /** Parts of a user name or e-mail address; of one or two characters, the beginning of one. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;
}
