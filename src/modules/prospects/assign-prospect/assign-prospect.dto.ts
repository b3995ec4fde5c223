import { IsId } from '../../../platform/http/validators.js';

export class AssignProspectDto {
  /** @example 6 */
  @IsId()
  broker_id: number;
}
