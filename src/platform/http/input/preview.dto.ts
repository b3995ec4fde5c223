import { IsIn, IsOptional } from 'class-validator';

export class PreviewQuery {
  /** `true`: answers what would happen and changes nothing. */
  @IsOptional()
  @IsIn(['true', 'false'])
  preview?: 'true' | 'false';
}
