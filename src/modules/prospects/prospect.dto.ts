import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { IsCompanyName, IsDay, IsEmailAddress, IsId, IsPersonName } from '../../platform/http/input/validators.js';
import { type RiskCategory, riskCategories } from '../catalogue/index.js';
import {
  type Language,
  languages,
  type ProspectState,
  type ProspectStatus,
  prospectStatuses,
  type ProspectType,
  prospectTypes,
} from './prospect.table.js';

/** What can be entered and changed; PUT replaces all of it. */
export class ProspectDetailsDto {
  @ApiProperty({ enum: prospectTypes, example: 'individual' })
  @IsIn(prospectTypes)
  type: ProspectType;

  /** @example 'Marco' */
  @IsOptional()
  @IsPersonName()
  first_name?: string | null;

  /** @example 'Rossi' */
  @IsOptional()
  @IsPersonName()
  last_name?: string | null;

  /** Needed for a business. */
  @IsOptional()
  @IsCompanyName()
  company_name?: string | null;

  /** Needed for a business; 11 digits with a check digit. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(20)
  vat_number?: string | null;

  /** @example 'marco.rossi@example.com' */
  @IsEmailAddress()
  email: string;

  /**
   * Without a country prefix it is Italian.
   * @example '+39 333 1234567'
   */
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  phone: string;

  /** @example '1985-03-15' */
  @IsOptional()
  @IsDay()
  birth_date?: string | null;

  /** The Italian codice fiscale, checked in every part. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  tax_code?: string | null;

  /** Unset counts as medium, and answers say so. */
  @ApiProperty({ enum: riskCategories, nullable: true, required: false })
  @IsOptional()
  @IsIn(riskCategories)
  risk_category?: RiskCategory | null;

  /** Of contract and mails. */
  @ApiProperty({ enum: languages, default: 'en', required: false })
  @ValidateIf((_, value) => value !== undefined)
  @IsIn(languages)
  language?: Language;

  @IsOptional()
  @IsString()
  @MaxLength(5000)
  notes?: string | null;
}

export class CreateProspectDto extends ProspectDetailsDto {
  /** Whom it is assigned to; a broker's own prospects are the broker's. */
  @IsOptional()
  @IsId()
  assigned_broker?: number | null;

  /** The affiliate who referred it; an affiliate's own prospects are the affiliate's. */
  @IsOptional()
  @IsId()
  referred_by?: number | null;
}

// Absent is not null: only what may be empty can be emptied.
export class PatchProspectDto extends PartialType(ProspectDetailsDto, { skipNullProperties: false }) {}

export class ProspectDto {
  id: number;
  @ApiProperty({ enum: prospectTypes })
  type: ProspectType;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  vat_number: string | null;
  email: string;
  /** E.164 */
  phone: string;
  birth_date: string | null;
  tax_code: string | null;
  @ApiProperty({ enum: riskCategories, nullable: true })
  risk_category: RiskCategory | null;
  @ApiProperty({ enum: languages })
  language: Language;
  notes: string | null;
  @ApiProperty({ enum: prospectStatuses })
  status: ProspectStatus;
  assigned_broker: number | null;
  referred_by: number | null;
  created_by: number;
  created_at: string;
  updated_at: string;
  version: number;
}

const REFERRED = ['id', 'type', 'first_name', 'last_name', 'status', 'created_at'] as const;

/** All that an affiliate sees of a prospect they referred. */
export class ReferralDto extends PickType(ProspectDto, REFERRED) {}

/** What the document says of an answer: what an affiliate sees is always there, the rest for everybody else. */
export class ProspectAnswerDto extends IntersectionType(ReferralDto, PartialType(OmitType(ProspectDto, REFERRED))) {}

/** Something that is possible but looks like a slip: stored, and to be looked at. */
export class WarningDto {
  /** @example 'tax_code' */
  field: string;
  /** @example 'tax_code_last_name' */
  code: string;
  /** @example 'Characters 1–3 (surname) of the tax code are RSS, but last_name gives VRD' */
  message: string;
}

/** The answer to whoever has just entered or changed it. */
export class EnteredProspectDto extends ProspectDto {
  /** Empty where nothing is remarkable. */
  @ApiProperty({ type: [WarningDto] })
  warnings: WarningDto[];
}

/** The same, as the document says it. */
export class EnteredProspectAnswerDto extends IntersectionType(
  ReferralDto,
  PartialType(OmitType(EnteredProspectDto, REFERRED)),
) {}

export function prospectDto({ reached: _, ...shown }: ProspectState): ProspectDto {
  return shown;
}

export function referralDto({ id, type, first_name, last_name, status, created_at }: ProspectState): ReferralDto {
  return { id, type, first_name, last_name, status, created_at };
}
