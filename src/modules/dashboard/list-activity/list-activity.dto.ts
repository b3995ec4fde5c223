import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class ListActivityDto {
  /** How many entries at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number = 20;
}

export class ActivityDto {
  /**
   * What happened, by the event's name: `prospect_created`, `comparison_generated`, `quote_accepted`,
   * `commission_calculated`, …; `policy_signed` where a policy was made.
   * @example 'quote_accepted'
   */
  type: string;
  timestamp: string;
  /** @example 'Quote from AXA accepted for Marco Rossi' */
  description: string;
  prospect_id?: number;
  quote_id?: number;
  policy_id?: number;
  commission_id?: number;
}

export class ActivitiesDto {
  /** The latest first. */
  activities: ActivityDto[];
  count: number;
}
