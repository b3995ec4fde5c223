import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DayColumn, InstantColumn, MoneyColumn } from '../../platform/database/columns.js';
import { type InsuranceType } from '../catalogue/index.js';
import { type PremiumBreakdown } from '../eligibility/index.js';
import {
  type AgreedTerm,
  type Cancellation,
  type DeclaredRisk,
  type Instalment,
  type PolicyState,
  type PolicyStatus,
} from './policy.state.js';

@Entity('policy')
export class PolicyRow implements PolicyState {
  @PrimaryColumn('int') id: number;
  @Column('int') version: number;
  @Column('text') policy_number: string;
  @Column('int') quote_id: number;
  @Column('int') prospect_id: number;
  @Column('text') provider: string;
  @Column('text') insurance_type: InsuranceType;
  @MoneyColumn() coverage_amount: string;
  @MoneyColumn({ nullable: true }) deductible: string | null;
  @Column('jsonb') declared: DeclaredRisk;
  @Column('text') catalogue_version: string;
  @Column('int') term: number;
  @DayColumn() start_date: string;
  @DayColumn() end_date: string;
  @DayColumn() renewal_date: string;
  @MoneyColumn() annual_premium: string;
  @MoneyColumn() monthly_premium: string;
  @Column('jsonb') premium_breakdown: PremiumBreakdown;
  @Column('jsonb') terms: AgreedTerm[];
  @Column('jsonb') instalments: Instalment[];
  @DayColumn({ nullable: true }) chase_on: string | null;
  @Column('text') status: PolicyStatus;
  @Column('int') signed_by: number;
  @InstantColumn() signed_at: string;
  @InstantColumn({ nullable: true }) cancelled_at: string | null;
  @Column('jsonb', { nullable: true }) cancellation: Cancellation | null;
  @Column('int', { nullable: true }) announced_term: number | null;
  @Column('text', { nullable: true }) contract_document: string | null;
  @InstantColumn({ nullable: true }) confirmation_sent_at: string | null;
}
