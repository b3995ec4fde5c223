import { IsOptional, IsString, MaxLength } from 'class-validator';

export class RejectQuoteDto {
  /** @example 'Chose to wait until next year' */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string | null;
}
