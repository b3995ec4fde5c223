import { sql } from '../../../platform/database/sql.js';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId } from '../../../platform/http/input/validators.js';
import { type ListOrder, ListQueryIn } from '../../../platform/http/answers/listing.js';
import { type RiskCategory, riskCategories } from '../../catalogue/index.js';
import {
  PROSPECT,
  type ProspectStatus,
  prospectStatuses,
  type ProspectType,
  prospectTypes,
} from '../prospect.table.js';

const sorts = {
  created_at: { by: PROSPECT.created_at, type: 'timestamptz' },
  updated_at: { by: PROSPECT.updated_at, type: 'timestamptz' },
  status: { by: PROSPECT.status, type: 'text' },
  name: { by: PROSPECT.list_name, type: 'text' },
} satisfies ListOrder['sorts'];

/** By name: a person by last name, then first name; a business by its company's. */
export const prospectOrder = { sorts, defaultSort: '-created_at' } satisfies ListOrder;

const REFERRAL_NAME = sql`(person_list_name(${PROSPECT.first_name}, ${PROSPECT.last_name}) COLLATE "C")`;

/** An affiliate sees no company's name, so has a business listed by its person. */
export const referralOrder: ListOrder = {
  ...prospectOrder,
  sorts: { ...sorts, name: { by: REFERRAL_NAME, type: 'text' } },
};

export class ListProspectsDto extends ListQueryIn(prospectOrder) {
  @ApiProperty({ enum: prospectStatuses, required: false })
  @IsOptional()
  @IsIn(prospectStatuses)
  status?: ProspectStatus;

  @ApiProperty({ enum: prospectTypes, required: false })
  @IsOptional()
  @IsIn(prospectTypes)
  type?: ProspectType;

  /** Not for affiliates, who do not see it; nor is `assigned_broker`. */
  @ApiProperty({ enum: riskCategories, required: false })
  @IsOptional()
  @IsIn(riskCategories)
  risk_category?: RiskCategory;

  @IsOptional()
  @Type(() => Number)
  @IsId()
  assigned_broker?: number;

  /**
   * Parts of name, e-mail, phone, tax code or VAT number, all of them in any order, without regard to case and accents; of one or two
   * characters, the beginning of one. A phone number or code may be written as when creating. Affiliates find by first and last name.
   */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;
}
