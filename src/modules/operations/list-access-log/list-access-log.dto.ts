import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { type ListOrder, ListQueryIn } from '../../../platform/http/answers/listing.js';
import { ACCESS_LOG } from '../../auth/index.js';
import { IsInstant } from '../../../platform/http/input/validators.js';

export const accessOrder = {
  sorts: { at: { by: ACCESS_LOG.at, type: 'timestamptz' } },
  defaultSort: '-at',
} satisfies ListOrder;

export class ListAccessLogDto extends ListQueryIn(accessOrder) {
  /** Who. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  user_id?: number;

  /**
   * What about.
   * @example 'prospect:1'
   */
  @IsOptional()
  @IsString()
  @Matches(/^[a-z_]{1,20}:[\w-]{1,36}$/, { message: 'object must be a kind and an id, such as prospect:12' })
  object?: string;

  /**
   * What was done, as the access table calls it.
   * @example 'prospect.read'
   */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  action?: string;

  /** From this instant on. */
  @IsOptional()
  @IsInstant()
  since?: string;

  /** Before this instant. */
  @IsOptional()
  @IsInstant()
  until?: string;
}

export class AccessDto {
  id: number;
  /** When it was answered. */
  at: string;
  user_id: number;
  username: string;
  /** The role at that moment. */
  role: string;
  /** As the access table calls it. */
  action: string;
  /** What the request was about; null where it named nothing. */
  object: string | null;
  route: string;
  /** 403 and 404 are tries that were refused. */
  status: number;
  request_id: string;
  /** Null once the user was erased. */
  ip: string | null;
}
