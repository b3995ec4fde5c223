import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { PoliciesModule } from '../policies/index.js';
import { ProspectsModule } from '../prospects/index.js';
import { QuotesModule } from '../quotes/index.js';
import { ApproveCommissionHandler } from './approve-commission/approve-commission.js';
import { ApproveCommissionsHandler } from './approve-commission/approve-commissions.js';
import { CalculateCommissionsHandler } from './calculate-commissions/calculate-commissions.js';
import { ClawBackCommissionsHandler } from './claw-back/claw-back-commissions.js';
import { CommissionsController } from './commissions.controller.js';
import { Commissions } from './commissions.js';
import { ExplainCommissionHandler } from './explain-commission/explain-commission.js';
import { ListCommissionsHandler } from './list-commissions/list-commissions.js';
import { PreviewClawbackHandler } from './preview-clawback/preview-clawback.js';
import { ReadCommissionHistoryHandler } from './read-history/read-commission-history.js';
import { RejectCommissionHandler } from './reject-commission/reject-commission.js';
import { SimulateCommissionsHandler } from './simulate-commissions/simulate-commissions.js';
import './commissions.problems.js';

@Module({
  imports: [CatalogueModule, ProspectsModule, QuotesModule, PoliciesModule],
  controllers: [CommissionsController],
  providers: [
    Commissions,
    CalculateCommissionsHandler,
    ClawBackCommissionsHandler,
    ApproveCommissionHandler,
    ApproveCommissionsHandler,
    RejectCommissionHandler,
    ListCommissionsHandler,
    ExplainCommissionHandler,
    SimulateCommissionsHandler,
    PreviewClawbackHandler,
    ReadCommissionHistoryHandler,
  ],
  exports: [Commissions],
})
export class CommissionsModule {}
