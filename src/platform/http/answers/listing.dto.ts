import { type Type as Class } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { type Sql } from '../../database/sql.js';

/** The PostgreSQL type of what a list is sorted by. */
export type SortType = 'text' | 'numeric' | 'date' | 'timestamptz';

/** The orders that one list is offered in. */
export interface ListOrder {
  /** Sortable fields and their SQL expression (never null) and type. */
  sorts: Record<string, { by: Sql; type: SortType }>;
  /** As in the query: `-created_at`. */
  defaultSort: string;
}

/** What every list takes; a list's own DTO comes from `ListQueryIn` its order. */
export class ListQuery {
  /** How many rows at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number = 20;

  /** How many rows to pass over; `cursor` stays fast at any depth. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000)
  skip?: number;

  /** Where the last page ended, from its `Link` header. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @IsOptional()
  @IsString()
  @MaxLength(50)
  sort?: string;
}

/** The query of a list in one of these orders, as the document shows them; `listPage` refuses any other. */
export function ListQueryIn({ sorts, defaultSort }: ListOrder): Class<ListQuery> {
  class OrderedQuery extends ListQuery {
    @ApiProperty({
      enum: Object.keys(sorts).flatMap((field) => [field, `-${field}`]),
      default: defaultSort,
      required: false,
      description: 'A field of the list, with `-` before it for descending order.',
    })
    override sort?: string;
  }
  return OrderedQuery;
}
