import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { deliveryStatuses } from '../../../platform/event-store/event-store.table.js';

export class ListDeadLettersDto {
  /** @example 'welcome-mail' */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  subscriber?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  event_type?: string;

  @IsOptional()
  @IsString()
  @MaxLength(50)
  aggregate_type?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  aggregate_id?: string;

  /** How many at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number = 20;

  /** How many to pass over; `cursor` stays fast at any depth. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000)
  skip?: number;

  /** Where the last page ended, from its `Link` header. */
  @IsOptional()
  @IsString()
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[a-z0-9-]{1,50}$/, {
    message: 'cursor must come from the Link header of the page before',
  })
  cursor?: string;
}

export class ListDeliveriesDto extends ListDeadLettersDto {
  @ApiProperty({ enum: deliveryStatuses, required: false })
  @IsOptional()
  @IsIn(deliveryStatuses)
  status?: (typeof deliveryStatuses)[number];
}

export class DeliveryDto {
  event_id: string;
  subscriber: string;
  event_type: string;
  aggregate_type: string;
  aggregate_id: string;
  @ApiProperty({ enum: deliveryStatuses })
  status: (typeof deliveryStatuses)[number];
  attempts: number;
  /** How often it went to its queue since the last try. */
  forwards: number;
  /** When it is due again, while it is pending or forwarded. */
  next_at: string;
  done_at: string | null;
  /** Why the last try failed. */
  last_error: string | null;
  created_at: string;
}

export class SubscriberDto {
  subscriber: string;
  pending: number;
  /** With its queue. */
  forwarded: number;
  dead: number;
  /** The age of the oldest that is pending or forwarded, in seconds. */
  oldest_open_seconds: number | null;
}
