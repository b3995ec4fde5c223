import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { type Role, roles } from '../../access/roles.js';

/** What is left out stays as it is. */
export class AdministerUserDto {
  @ApiProperty({ enum: roles, required: false })
  @ValidateIf((body: AdministerUserDto) => body.role !== undefined)
  @IsIn(roles)
  role?: Role;

  /** Null for nobody. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  supervisor_id?: number | null;

  /** False ends every session of the user and keeps them from signing in. */
  @ApiProperty({ required: false })
  @ValidateIf((body: AdministerUserDto) => body.is_active !== undefined)
  @IsBoolean()
  is_active?: boolean;
}
