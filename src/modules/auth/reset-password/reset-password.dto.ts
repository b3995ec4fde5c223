import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, MaxLength, MinLength } from 'class-validator';

export class ForgotPasswordDto {
  /** @example 'broker1@insurance-crm.example' */
  @IsEmail() @MaxLength(254)
  email: string;
}

export class ResetPasswordDto {
  /**
   * From the mail.
   * @example 'the token of the mail'
   */
  @IsString() @MinLength(1) @MaxLength(200)
  token: string;

  @ApiProperty({ example: 'seven-quiet-lanterns-drift', format: 'password' })
  @IsString() @MinLength(8) @MaxLength(128)
  new_password: string;
}
