import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { sql } from '../../platform/database/sql.js';
import { columnsBut, having, insert } from '../../platform/database/statements.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CONTRACT, type Contract } from './contract.table.js';

@Injectable()
export class Contracts {
  constructor(private readonly units: UnitOfWork) {}

  /** The contract of a term in its latest version, if it has been printed. */
  async find(policy_id: number, term: number): Promise<Contract | undefined> {
    const [found] = await this.units.query<Contract>(sql`
      SELECT ${columnsBut(CONTRACT, 'id')} FROM ${CONTRACT} WHERE ${having(CONTRACT, { policy_id, term })}
      ORDER BY ${CONTRACT.contract_version} DESC LIMIT 1`);
    return found;
  }

  /** @throws not_found */
  async get(policyId: number, term: number): Promise<Contract> {
    const contract = await this.find(policyId, term);
    if (!contract) throw notFound('contract');
    return contract;
  }

  /** Puts it on record unless that version of the term's contract is on record already; says whether it did. */
  async keepFirst(contract: Contract): Promise<boolean> {
    const kept = await this.units.execute(sql`
      ${insert(CONTRACT, [contract])} ON CONFLICT (policy_id, term, contract_version) DO NOTHING`);
    return kept === 1;
  }
}
