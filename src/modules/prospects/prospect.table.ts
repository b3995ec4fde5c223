import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DayColumn, InstantColumn } from '../../platform/database/columns.js';
import { type RiskCategory } from '../catalogue/index.js';
import { type Language, type ProspectState, type ProspectStatus, type ProspectType } from './prospect.state.js';

@Entity('prospect')
export class ProspectRow implements ProspectState {
  @PrimaryColumn('int') id: number;
  @Column('int') version: number;
  @Column('text') type: ProspectType;
  @Column('text', { nullable: true }) first_name: string | null;
  @Column('text', { nullable: true }) last_name: string | null;
  @Column('text', { nullable: true }) company_name: string | null;
  @Column('text', { nullable: true }) vat_number: string | null;
  @Column('text') email: string;
  @Column('text') phone: string;
  @DayColumn({ nullable: true }) birth_date: string | null;
  @Column('text', { nullable: true }) tax_code: string | null;
  @Column('text', { nullable: true }) risk_category: RiskCategory | null;
  @Column('text') language: Language;
  @Column('text', { nullable: true }) notes: string | null;
  @Column('text') status: ProspectStatus;
  @Column('text') reached: ProspectStatus;
  @Column('int', { nullable: true }) assigned_broker: number | null;
  @Column('int', { nullable: true }) referred_by: number | null;
  @Column('int') created_by: number;
  @InstantColumn() created_at: string;
  @InstantColumn() updated_at: string;
}
