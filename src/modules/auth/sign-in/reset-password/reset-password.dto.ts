import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { IsEmailAddress } from '../../../../platform/http/input/validators.js';

export class ForgotPasswordDto {
  /** @example 'broker1@insurance-crm.example' */
  @IsEmailAddress()
  email: string;
}

export class ResetPasswordDto {
  /**
   * From the mail.
   * @example 'the token of the mail'
   */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  token: string;

  @ApiProperty({ example: 'seven-quiet-lanterns-drift', format: 'password' })
  @IsString()
  @MinLength(8)
  @MaxLength(128)
  new_password: string;
}
