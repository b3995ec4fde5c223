import { IsString, MaxLength, MinLength } from 'class-validator';

export class RefreshSessionDto {
  /**
   * From the answer to signing in, or to the refresh before.
   * @example 'the refresh_token of that answer'
   */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  refresh_token: string;
}
