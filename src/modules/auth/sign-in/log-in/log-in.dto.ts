import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { withoutInvisible } from '../../../../kernel/text.js';

/** As a form or as JSON; the further fields are what OAuth2 clients and Swagger's Authorize button send. */
export class LogInDto {
  @ApiProperty({ example: 'broker1' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? withoutInvisible(value) : value))
  @IsString()
  @MaxLength(254)
  username: string;

  @ApiProperty({ example: 'correct-horse-battery-staple', format: 'password' })
  @IsString()
  @MaxLength(128)
  password: string;

  /** With a second factor enrolled: the authenticator's six digits, or one of the recovery codes. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  otp?: string;

  @IsOptional() @IsString() @MaxLength(100) grant_type?: string;
  @IsOptional() @IsString() @MaxLength(1000) scope?: string;
  @IsOptional() @IsString() @MaxLength(1000) client_id?: string;
  @IsOptional() @IsString() @MaxLength(1000) client_secret?: string;
}

export class TokenDto {
  @ApiProperty({ format: 'password', example: 'the access token' })
  access_token: string;
  @ApiProperty({ enum: ['bearer'] })
  token_type: string;
  /** Seconds until the access token ends. */
  expires_in: number;
  /** For POST /auth/refresh, once: each answer carries the next one. */
  @ApiProperty({ format: 'password', example: 'the refresh token' })
  refresh_token: string;
}
