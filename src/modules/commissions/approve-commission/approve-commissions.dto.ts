import { CommissionIds } from '../commission.dto.js';

export class ApproveCommissionsDto {
  /**
   * All of them are approved, or none.
   * @example [1, 2]
   */
  @CommissionIds()
  ids: number[];
}
