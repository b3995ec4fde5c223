import { IsId } from '../../../platform/http/input/validators.js';

export class AssignProspectDto {
  /** @example 6 */
  @IsId()
  broker_id: number;
}
