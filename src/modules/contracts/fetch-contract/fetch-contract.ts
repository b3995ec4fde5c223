import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { OwnTransactions } from '../../../platform/database/own-transactions.js';
import { DocumentDamaged, DocumentStore, DocumentsUnavailable } from '../../../platform/documents/document-store.js';
import { PdfUnavailable } from '../../../platform/pdf/pdf-unavailable.js';
import { Policies } from '../../policies/index.js';
import { type Contract } from '../contract.table.js';
import { Contracts } from '../contracts.js';
import { RecordContract } from '../record-contract/record-contract.js';
import { RenderContract } from '../render-contract/render-contract.js';

export interface ContractFile {
  policy_number: string;
  sha256: string;
  bytes: Buffer;
}

/** The contract of a policy's term, the newest unless named; printed on the spot if the worker has not done it yet. */
@OwnTransactions('the contract may have to be printed first')
export class FetchContract extends Command<ContractFile> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
    readonly term?: number,
  ) {
    super();
  }
}

@CommandHandler(FetchContract)
export class FetchContractHandler implements ICommandHandler<FetchContract> {
  private readonly printing = new Map<string, Promise<Contract>>();

  constructor(
    private readonly policies: Policies,
    private readonly contracts: Contracts,
    private readonly documents: DocumentStore,
    private readonly commands: CommandBus,
  ) {}

  async execute({ actor, policyId, term: wanted }: FetchContract): Promise<ContractFile> {
    const { policy_number, term: newest } = (await this.policies.see(actor, 'read', policyId)).state;
    const term = wanted ?? newest;
    try {
      const contract = (await this.contracts.find(policyId, term)) ?? (await this.printOnce(policyId, term));
      return { policy_number, sha256: contract.sha256, bytes: await this.documents.get(contract.sha256) };
    } catch (error) {
      throw refusal(error);
    }
  }

  /** Whoever asks while it is being printed waits for the same print. */
  private printOnce(policyId: number, term: number): Promise<Contract> {
    const key = `${policyId}/${term}`;
    const begun = this.printing.get(key) ?? this.printNow(policyId, term).finally(() => this.printing.delete(key));
    this.printing.set(key, begun);
    return begun;
  }

  private async printNow(policyId: number, term: number): Promise<Contract> {
    const printed = await this.commands.execute(new RenderContract(policyId, term));
    return this.commands.execute(new RecordContract(printed));
  }
}

const PRINTING = 'The contract cannot be printed for now: Chromium is missing or does not answer. ';
const KEEPING = 'The folder of the documents cannot be used for now: it is full, not writable or not mounted. ';
const LATER = 'The policy is in force; ask for its contract again in a moment.';
const DAMAGED =
  'The file of this contract is missing or is not the one that was put on record; it is not handed out. ' +
  'An admin has to restore it from the backup of the documents folder.';

/** What the caller is told; the cause names folders and programs of this machine, and is for the log. */
function refusal(error: unknown): unknown {
  if (error instanceof PdfUnavailable) return becauseOf(error, 'unavailable', PRINTING + LATER);
  if (error instanceof DocumentsUnavailable) return becauseOf(error, 'unavailable', KEEPING + LATER);
  if (error instanceof DocumentDamaged) return becauseOf(error, 'document_damaged', DAMAGED);
  return error;
}

function becauseOf(cause: Error, code: string, detail: string): DomainError {
  return Object.assign(new DomainError(code, detail), { cause });
}
