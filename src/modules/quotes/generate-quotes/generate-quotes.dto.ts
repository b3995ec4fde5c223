import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsAmount, IsId } from '../../../platform/http/input/validators.js';
import { type InsuranceType, insuranceTypes } from '../../catalogue/index.js';
import { LoadingsDto, MOST_COVERAGE } from '../../eligibility/index.js';

export class GenerateQuotesDto extends LoadingsDto {
  /** @example 1 */
  @IsId()
  prospect_id: number;

  @ApiProperty({ enum: insuranceTypes, example: 'life' })
  @IsIn(insuranceTypes)
  insurance_type: InsuranceType;

  /**
   * EUR, above 0, at most two decimals.
   * @example 500000
   */
  @IsAmount(MOST_COVERAGE)
  coverage_amount: number;
}
