import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId } from '../../../platform/http/validators.js';
import { ListQuery } from '../../../platform/http/listing.js';
import { type RiskCategory, riskCategories } from '../../catalogue/index.js';
import { type ProspectStatus, prospectStatuses, type ProspectType, prospectTypes } from '../prospect.js';

export class ListProspectsDto extends ListQuery {
  @ApiProperty({ enum: prospectStatuses, required: false })
  @IsOptional() @IsIn(prospectStatuses)
  status?: ProspectStatus;

  @ApiProperty({ enum: prospectTypes, required: false })
  @IsOptional() @IsIn(prospectTypes)
  type?: ProspectType;

  /** Not for affiliates, who do not see it; nor is `assigned_broker`. */
  @ApiProperty({ enum: riskCategories, required: false })
  @IsOptional() @IsIn(riskCategories)
  risk_category?: RiskCategory;

  @IsOptional() @Type(() => Number) @IsId()
  assigned_broker?: number;

  /** Part of a name, e-mail, phone or tax code; of one or two characters, the beginning of a name, e-mail or tax code. */
  @IsOptional() @IsString() @MaxLength(100)
  q?: string;
}
