import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { type EventMetadata } from '../../../kernel/domain-event.js';

export class ListEventsDto {
  /** @example 'policy' */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  aggregate_type?: string;

  /** @example '1' */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  aggregate_id?: string;

  /** @example 'PolicyCreated' */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  event_type?: string;

  /** Only what comes after this number of the sequence: the last one of the page before. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number = 0;

  /** How many events at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number = 20;

  /** How many events to pass over; `after` stays fast at any depth. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000)
  skip?: number;
}

export class EventDto {
  /** Position in the sealed sequence: 1, 2, … over all events, without gaps. */
  sequence: number;
  event_id: string;
  event_type: string;
  aggregate_type: string;
  aggregate_id: string;
  /** 1, 2, … within the aggregate. */
  version: number;
  /** Personal fields are absent where the person was erased. */
  data: object;
  /** Who, through which door, and in which chain of causes. */
  metadata: EventMetadata;
  schema_version: number;
  /** Company time. */
  occurred_at: string;
  /** SHA-256 over the event and the one before it in its stream. */
  hash: string;
  /** Every subscriber has dealt with it, or was told to skip it. */
  is_processed: boolean;
}
