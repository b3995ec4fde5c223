import { IsInt, Min } from 'class-validator';

export class AssignProspectDto {
  /** @example 6 */
  @IsInt() @Min(1)
  broker_id: number;
}
