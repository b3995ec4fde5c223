import { Matches } from 'class-validator';

export class EnrolmentDto {
  /** For a QR code that an authenticator app reads. */
  otpauth_uri: string;
  /** The same secret for typing in, base 32. */
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
  recovery_codes: string[];
}
