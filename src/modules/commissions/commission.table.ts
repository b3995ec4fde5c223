import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, MoneyColumn } from '../../platform/database/columns.js';
import { type BeneficiaryRole } from '../catalogue/index.js';
import { type CommissionState, type CommissionStatus, type CommissionType } from './commission.state.js';

@Entity('commission')
export class CommissionRow implements CommissionState {
  @PrimaryColumn('int') id: number;
  @Column('int') version: number;
  @Column('int') policy_id: number;
  @Column('text') policy_number: string;
  @Column('int') prospect_id: number;
  @Column('int') term: number;
  @Column('text') commission_type: CommissionType;
  @Column('int') beneficiary_id: number;
  @Column('text') beneficiary_role: BeneficiaryRole;
  @MoneyColumn() base_amount: string;
  @Column('numeric') percentage: string;
  @MoneyColumn() amount: string;
  @Column('int') period_year: number;
  @Column('int') period_month: number;
  @Column('int', { nullable: true }) corrects_id: number | null;
  @Column('text') status: CommissionStatus;
  @Column('int', { nullable: true }) approved_by: number | null;
  @InstantColumn({ nullable: true }) approved_at: string | null;
  @Column('int', { nullable: true }) payout_id: number | null;
  @InstantColumn({ nullable: true }) paid_at: string | null;
  @Column('text', { nullable: true }) rejected_reason: string | null;
  @InstantColumn() created_at: string;
}
