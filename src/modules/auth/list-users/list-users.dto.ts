import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ListQuery } from '../../../platform/http/listing.js';
import { type Role, roles } from '../roles.js';

export class ListUsersDto extends ListQuery {
  @ApiProperty({ enum: roles, required: false })
  @IsOptional() @IsIn(roles)
  role?: Role;

  @IsOptional() @Transform(({ value }) => ({ true: true, false: false })[String(value)] ?? (value as unknown)) @IsBoolean()
  is_active?: boolean;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(2_147_483_647)
  supervisor_id?: number;

  /** Part of a user name or e-mail address. */
  @IsOptional() @IsString() @MaxLength(100)
  q?: string;
}
