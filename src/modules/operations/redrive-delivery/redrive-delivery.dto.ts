import { IsOptional, IsString, MaxLength } from 'class-validator';

export class RedriveDeliveryDto {
  /**
   * What has changed, so that it may work now.
   * @example 'The mail server is back'
   */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}
