import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { type StoredEvent } from '../../event-store/event-store.js';
import { IsDay } from '../input/validators.js';

export class HistoryQuery {
  /** With it, not the events but the resource as it was known at the end of that day. */
  @IsOptional()
  @IsDay()
  as_of?: string;
}

/** One fact of a resource's past. */
export class HistoryEntryDto {
  event_id: string;
  /** 1, 2, … */
  version: number;
  event_type: string;
  occurred_at: string;
  /** Who caused it; null: nobody, it was time, or the reader may not know. */
  user_id: number | null;
  role: string | null;
  @ApiProperty({ enum: ['api', 'worker', 'cli'] })
  source: 'api' | 'worker' | 'cli';
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
}

/** Describes the answer of a history: the events, or with `as_of` the resource. */
export function AnswersHistory(resource: Type): MethodDecorator {
  const events = { type: 'array', items: { $ref: getSchemaPath(HistoryEntryDto) } };
  return applyDecorators(
    ApiExtraModels(HistoryEntryDto, resource),
    ApiOkResponse({ schema: { oneOf: [events, { $ref: getSchemaPath(resource) }] } }),
  );
}

export function historyEntryDto({
  event_id,
  version,
  event_type,
  occurred_at,
  metadata,
  data,
}: StoredEvent): HistoryEntryDto {
  const { user_id, role, source } = metadata;
  return { event_id, version, event_type, occurred_at, user_id, role, source, data };
}
