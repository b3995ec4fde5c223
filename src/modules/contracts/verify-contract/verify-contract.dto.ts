import { ApiProperty } from '@nestjs/swagger';

const verdicts = ['valid', 'altered', 'unknown'] as const;

export class VerificationDto {
  /** `altered`: it names a contract of ours, but is not the file that was issued. */
  @ApiProperty({ enum: verdicts })
  verdict: (typeof verdicts)[number];
  /** @example 'INS-2026-000001' */
  policy_number: string | null;
  term: number | null;
  version: number | null;
  issued_at: string | null;
}
