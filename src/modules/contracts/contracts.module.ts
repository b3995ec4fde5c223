import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { RequestLimit } from '../../platform/http/edge/request-limit.js';
import { PdfModule } from '../../platform/pdf/pdf.module.js';
import { CatalogueModule } from '../catalogue/index.js';
import { PoliciesModule } from '../policies/index.js';
import { ProspectsModule } from '../prospects/index.js';
import { ContractsController } from './contracts.controller.js';
import { Contracts } from './contracts.js';
import { FetchContractHandler } from './fetch-contract/fetch-contract.js';
import { RecordContractHandler } from './record-contract/record-contract.js';
import { VerifyController } from './verify-contract/verify.controller.js';
import { VerifyContractHandler } from './verify-contract/verify-contract.js';
import { RenderContractHandler } from './render-contract/render-contract.js';
import './contracts.problems.js';

@Module({
  imports: [PdfModule, DocumentsModule, CatalogueModule, ProspectsModule, PoliciesModule],
  controllers: [ContractsController, VerifyController],
  providers: [
    Contracts,
    RenderContractHandler,
    RecordContractHandler,
    FetchContractHandler,
    VerifyContractHandler,
    RequestLimit,
  ],
})
export class ContractsModule {}
