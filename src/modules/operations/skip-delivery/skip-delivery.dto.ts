import { IsString, Length } from 'class-validator';

export class SkipDeliveryDto {
  /**
   * Why it need not arrive.
   * @example 'The mailbox no longer exists; the broker has phoned'
   */
  @IsString()
  @Length(3, 500)
  reason: string;
}
