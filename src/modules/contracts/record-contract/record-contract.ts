import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Policies } from '../../policies/index.js';
import { type Contract } from '../contract.table.js';
import { Contracts } from '../contracts.js';

/** Puts a printed contract on record. The first one wins: the answer is the contract that counts. */
export class RecordContract extends Command<Contract> {
  constructor(readonly contract: Contract) {
    super();
  }
}

@CommandHandler(RecordContract)
export class RecordContractHandler implements ICommandHandler<RecordContract> {
  constructor(
    private readonly contracts: Contracts,
    private readonly policies: Policies,
  ) {}

  async execute({ contract }: RecordContract): Promise<Contract> {
    const { policy_id, term, contract_version, document_id, sha256, size, language } = contract;
    if (!(await this.contracts.keepFirst(contract))) return this.contracts.get(policy_id, term);
    await this.policies.change(policy_id, (policy, moment) =>
      policy.recordContract({ term, contract_version, document_id, sha256, size, language }, moment),
    );
    return contract;
  }
}
