import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

const verdicts = ['valid', 'altered', 'unknown'] as const;

/** What the code on a contract brings along, for the page to show. */
export class VerifyPageQuery {
  /** The document id printed on the contract. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  document?: string;
}

export class VerificationDto {
  /** `altered`: it names a contract of ours, but is not the file that was issued. */
  @ApiProperty({ enum: verdicts })
  verdict: (typeof verdicts)[number];
  /** @example 'INS-2026-000001' */
  policy_number: string | null;
  term: number | null;
  version: number | null;
  issued_at: string | null;
  /** Hash of the event by which the term was agreed, from the PDF's properties. Null unless valid, and in contracts from before it stood there. */
  chain_head: string | null;
  /** Whether that event still is on record as it was. Null without a chain_head. */
  chain_holds: boolean | null;
}
