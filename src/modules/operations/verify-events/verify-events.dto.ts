import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

export class VerifyEventsDto {
  /** First number of the sequence; without it the newest 10,000 events are checked. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from?: number;

  /** Last number of the sequence, at most 10,000 after `from`. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to?: number;

  /** A head as an earlier answer gave it, `<number>:<hmac>`, instead of a range: it must still stand, and up to 10,000 events after it are checked. */
  @IsOptional()
  @IsString()
  @Matches(/^[1-9]\d{0,14}:[0-9a-f]{64}$/, { message: "since must be a block's number, a colon and its hmac" })
  since?: string;
}

export class EventFaultDto {
  /** `edited`, `unchained`, `replaced`, `deleted`, `removed`, `block_forged`, `block_removed`, `truncated` or `unsealed`. */
  kind: string;
  sequence: number | null;
  event_id: string | null;
  event: string | null;
  detail: string;
}

export class SealHeadDto {
  number: number;
  last_sequence: number;
  hmac: string;
  sealed_at: string;
}

export class EventsVerdictDto {
  /** Nothing in the range was edited, moved, deleted or cut off. */
  ok: boolean;
  /** The first bad event in the order of the sequence. */
  first: EventFaultDto | null;
  /** At most 100. */
  faults: EventFaultDto[];
  fault_count: number;
  /** How many events were checked; whole blocks are. */
  events: number;
  blocks: number;
  from_sequence: number;
  to_sequence: number;
  /** The last sealed block: keep it elsewhere, and `since=<number>:<hmac>` checks from it on. */
  head: SealHeadDto | null;
}
