import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class EnrolmentDto {
  /** For a QR code that an authenticator app reads. */
  @ApiProperty({
    format: 'password',
    example:
      'otpauth://totp/Insurance%20CRM:broker1?secret=GEZDGNBVGY3TQOJQ&issuer=Insurance%20CRM&algorithm=SHA1&digits=6&period=30',
  })
  otpauth_uri: string;
  /** The same secret for typing in, base 32. */
  @ApiProperty({ format: 'password', example: 'GEZDGNBVGY3TQOJQ' })
  secret: string;
}

export class ConfirmSecondFactorDto {
  /**
   * What the authenticator shows.
   * @example '123456'
   */
  @Matches(/^\d{6}$/, { message: 'code must be six digits' })
  code: string;
}

export class RecoveryCodesDto {
  /** Each signs in once in place of the authenticator; they are not shown again. */
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'password' },
    example: ['a-recovery-code', 'another-recovery-code'],
  })
  recovery_codes: string[];
}
