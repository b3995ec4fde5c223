import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../../platform/database/columns.js';
import { type Contract } from './contract.js';

@Entity('contract')
export class ContractRow implements Contract {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' }) id: number;
  @Column('int') policy_id: number;
  @Column('int') term: number;
  @Column('int', { default: 1 }) contract_version: number;
  @Column('text') document_id: string;
  @Column('text') sha256: string;
  @Column('int') size: number;
  @Column('text') content_hash: string;
  @Column('text') template_version: string;
  @Column('text') language: string;
  @InstantColumn() issued_at: string;
}
