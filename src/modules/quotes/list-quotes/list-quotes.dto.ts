import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId } from '../../../platform/http/input/validators.js';
import { type ListOrder, ListQueryIn } from '../../../platform/http/answers/listing.js';
import { type InsuranceType, insuranceTypes } from '../../catalogue/index.js';
import { QUOTE, type QuoteStatus, quoteStatuses } from '../quote.table.js';

export const quoteOrder = {
  sorts: {
    created_at: { by: QUOTE.created_at, type: 'timestamptz' },
    annual_premium: { by: QUOTE.annual_premium, type: 'numeric' },
    valid_until: { by: QUOTE.valid_until, type: 'date' },
  },
  defaultSort: '-created_at',
} satisfies ListOrder;

export class ListQuotesOfProspectDto extends ListQueryIn(quoteOrder) {}

export class ListQuotesDto extends ListQuotesOfProspectDto {
  @ApiProperty({ enum: quoteStatuses, required: false })
  @IsOptional()
  @IsIn(quoteStatuses)
  status?: QuoteStatus;

  @IsOptional()
  @Type(() => Number)
  @IsId()
  prospect_id?: number;

  @IsOptional()
  @Type(() => Number)
  @IsId()
  comparison_id?: number;

  /** @example 'axa' */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  provider?: string;

  @ApiProperty({ enum: insuranceTypes, required: false })
  @IsOptional()
  @IsIn(insuranceTypes)
  insurance_type?: InsuranceType;
}
