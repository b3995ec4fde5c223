import { Module } from '@nestjs/common';
import { QuotesModule } from '../quotes/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ProspectsModule } from '../prospects/index.js';
import { AcceptAndIssueHandler } from './accept-and-issue/accept-and-issue.js';
import { AnnounceExpiringHandler } from './announce-expiring/announce-expiring.js';
import { CancelPolicyHandler } from './cancel-policy/cancel-policy.js';
import { ChaseUnpaidHandler } from './chase-unpaid/chase-unpaid.js';
import { ExpirePoliciesHandler } from './expire-policies/expire-policies.js';
import { GetFulfilmentHandler } from './fulfilment/fulfilment.js';
import { IssuePolicyHandler } from './issue-policy/issue-policy.js';
import { ListPoliciesHandler } from './list-policies/list-policies.js';
import { PayInstalmentHandler } from './pay-instalment/pay-instalment.js';
import { PoliciesController } from './policies.controller.js';
import { Policies } from './policies.js';
import { RecordConfirmationHandler } from './record-confirmation/record-confirmation.js';
import { RenewPolicyHandler } from './renew-policy/renew-policy.js';
import './policies.problems.js';

@Module({
  imports: [CatalogueModule, ProspectsModule, QuotesModule],
  controllers: [PoliciesController],
  providers: [
    Policies,
    IssuePolicyHandler,
    AcceptAndIssueHandler,
    RecordConfirmationHandler,
    RenewPolicyHandler,
    CancelPolicyHandler,
    PayInstalmentHandler,
    AnnounceExpiringHandler,
    ExpirePoliciesHandler,
    ChaseUnpaidHandler,
    ListPoliciesHandler,
    GetFulfilmentHandler,
  ],
  exports: [Policies],
})
export class PoliciesModule {}
