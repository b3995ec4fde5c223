import { IsBoolean, IsOptional } from 'class-validator';
import { IsDay } from '../../../platform/http/input/validators.js';
import { PolicyDto } from '../policy.dto.js';

export class AcceptQuoteDto {
  /** The first day of cover, up to 60 days ahead; without it, today. */
  @IsOptional()
  @IsDay()
  start_date?: string | null;

  /** Wanted although an active policy of this type with this provider exists. */
  @IsOptional()
  @IsBoolean()
  allow_second_policy?: boolean = false;
}

export class SignedPolicyDto {
  policy: PolicyDto;
  /** @example 'Policy INS-2026-000001 is issued.' */
  message: string;
  next_steps: string[];
}
