import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { IsEmailAddress, IsId, IsUsername } from '../../../../platform/http/input/validators.js';
import { type Role, roles } from '../../access/roles.js';

export class RegisterUserDto {
  /** @example 'giulia.bianchi' */
  @IsUsername()
  username: string;

  /** @example 'giulia.bianchi@example.com' */
  @IsEmailAddress()
  email: string;

  /** @example 'correct-horse-battery-staple' */
  @IsString()
  @MinLength(8)
  @MaxLength(128)
  password: string;

  /** `broker` or `affiliate`; an admin may give any role. */
  @ApiProperty({ enum: roles, default: 'broker', example: 'broker' })
  @IsOptional()
  @IsIn(roles)
  role?: Role = 'broker';

  /** For an admin to set. */
  @IsOptional()
  @IsId()
  supervisor_id?: number | null;
}
