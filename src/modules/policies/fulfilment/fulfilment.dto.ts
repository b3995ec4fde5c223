import { ApiProperty } from '@nestjs/swagger';

export const STEPS = ['policy', 'commission', 'contract', 'mail'] as const;
export const STEP_STATUSES = ['pending', 'done', 'dead', 'skipped'] as const;

export class FulfilmentStepDto {
  @ApiProperty({ enum: STEPS })
  step: (typeof STEPS)[number];
  @ApiProperty({ enum: STEP_STATUSES })
  status: (typeof STEP_STATUSES)[number];
  attempts: number;
  /** Why the last try failed: a code, or that an admin can read it. */
  last_error: string | null;
  /** When it was done. */
  at: string | null;
}

export class FulfilmentDto {
  policy_id: number;
  /** Everything that follows from the signature is done. */
  complete: boolean;
  steps: FulfilmentStepDto[];
}
