import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CONFIG, type Config, publicUrl } from '../../../platform/config/config.js';
import { OwnTransactions } from '../../../platform/database/own-transactions.js';
import { DocumentStore } from '../../../platform/documents/document-store.js';
import { EventStore } from '../../../platform/event-store/event-store.js';
import { PdfRenderer } from '../../../platform/pdf/chromium.js';
import { withInfo } from '../../../platform/pdf/pdf-info.js';
import { pdfTitle } from '../../../platform/pdf/pdf-text.js';
import { PdfUnavailable } from '../../../platform/pdf/pdf-unavailable.js';
import { Users } from '../../auth/index.js';
import { Catalogues } from '../../catalogue/index.js';
import { Prospects } from '../../prospects/index.js';
import { type Contract } from '../contract.table.js';
import { type ContractData } from '../contract-html/contract-data.js';
import { contractHtml } from '../contract-html/contract-html.js';
import { Contracts } from '../contracts.js';
import { contentHash, contractContent, FIRST_VERSION, TEMPLATE_VERSION } from './contract-content.js';
import { contractInfo } from './contract-info.js';
import { termAsBegun } from './term-as-begun.js';

/**
 * Prints the contract of a term and keeps its file, or finds the one on record. Slow and outside the database, so
 * never inside a transaction; `RecordContract` follows. @throws not_found without such a term, glyph_missing where no
 * font has a character, `PdfUnavailable` and `DocumentsUnavailable` when trying again later may help
 */
@OwnTransactions('a page is printed and its file kept')
export class RenderContract extends Command<Contract> {
  constructor(
    readonly policyId: number,
    readonly term: number,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

@CommandHandler(RenderContract)
export class RenderContractHandler implements ICommandHandler<RenderContract> {
  constructor(
    private readonly contracts: Contracts,
    private readonly events: EventStore,
    private readonly prospects: Prospects,
    private readonly users: Users,
    private readonly catalogues: Catalogues,
    private readonly pdf: PdfRenderer,
    private readonly documents: DocumentStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ policyId, term, signal }: RenderContract): Promise<Contract> {
    const known = await this.contracts.find(policyId, term);
    if (known) return known;
    const content = await this.collect(policyId, term);
    const { sha256, size } = await this.documents.put(await this.print(content, signal));
    return {
      policy_id: policyId,
      term,
      contract_version: FIRST_VERSION,
      document_id: content.document_id,
      sha256,
      size,
      content_hash: contentHash(content),
      template_version: TEMPLATE_VERSION,
      language: content.language,
      issued_at: content.issued_at,
    };
  }

  private async collect(policyId: number, term: number): Promise<ContractData> {
    const begun = termAsBegun(await this.events.history('policy', policyId), term);
    const prospect = await this.prospects.get(begun.policy.prospect_id);
    const broker = begun.broker_id === null ? undefined : await this.users.find(begun.broker_id);
    return contractContent({
      begun,
      prospect: prospect.state,
      broker_name: broker?.state.username ?? null,
      catalogue: await this.catalogues.get(begun.policy.catalogue_version),
      company: {
        name: this.config.COMPANY_NAME,
        time_zone: this.config.COMPANY_TIME_ZONE,
        public_url: publicUrl(this.config),
      },
    });
  }

  /** A blank page or one of Chromium's own can come out without its saying so; the title tells. Reading the text would take as long as printing it. */
  private async print(content: ContractData, signal?: AbortSignal): Promise<Buffer> {
    const pdf = await this.pdf.render(contractHtml(content), { signal });
    if (!(await pdfTitle(pdf)).includes(content.document_id)) {
      throw new PdfUnavailable(`The PDF that was printed is not the contract ${content.document_id}.`);
    }
    return withInfo(pdf, contractInfo(content));
  }
}
