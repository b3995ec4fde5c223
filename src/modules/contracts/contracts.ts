import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Contract } from './contract.js';
import { ContractRow } from './contract.table.js';

@Injectable()
export class Contracts {
  constructor(private readonly units: UnitOfWork) {}

  /** The contract of a term in its latest version, if it has been printed. */
  async find(policyId: number, term: number): Promise<Contract | undefined> {
    const row = await this.units.manager.findOne(ContractRow, {
      where: { policy_id: policyId, term },
      order: { contract_version: 'DESC' },
    });
    return row ?? undefined;
  }

  /** @throws not_found */
  async get(policyId: number, term: number): Promise<Contract> {
    const contract = await this.find(policyId, term);
    if (!contract) throw notFound('contract');
    return contract;
  }

  /** Puts it on record unless that version of the term's contract is on record already; says whether it did. */
  async keepFirst(contract: Contract): Promise<boolean> {
    const kept = await this.units.query(
      `INSERT INTO contract (policy_id, term, contract_version, document_id, sha256, size, content_hash,
         template_version, language, issued_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (policy_id, term, contract_version) DO NOTHING RETURNING id`,
      [
        contract.policy_id,
        contract.term,
        contract.contract_version,
        contract.document_id,
        contract.sha256,
        contract.size,
        contract.content_hash,
        contract.template_version,
        contract.language,
        contract.issued_at,
      ],
    );
    return kept.length === 1;
  }
}
