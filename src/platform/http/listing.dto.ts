import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** What every list takes. */
export class ListQuery {
  /** How many rows at most. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100)
  limit?: number = 20;

  /** How many rows to pass over; `cursor` stays fast at any depth. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(10_000)
  skip?: number;

  /** Where the last page ended, from its `Link` header. */
  @IsOptional() @IsString() @MaxLength(500)
  cursor?: string;

  /** A field of the list, with `-` before it for descending order. */
  @IsOptional() @IsString() @MaxLength(50)
  sort?: string;
}
