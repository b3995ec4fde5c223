import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { QuotesModule } from '../quotes/index.js';
import { AcceptAndIssueHandler } from './accept-and-issue/accept-and-issue.js';
import { GetFulfilmentHandler } from './fulfilment/fulfilment.js';
import { IssuePolicyHandler } from './issue-policy/issue-policy.js';
import { ListPoliciesHandler } from './list-policies/list-policies.js';
import { PoliciesController } from './policies.controller.js';
import { Policies } from './policies.js';
import { RecordConfirmationHandler } from './record-confirmation/record-confirmation.js';
import { PolicyRow } from './policy.table.js';

@Module({
  imports: [TypeOrmModule.forFeature([PolicyRow]), QuotesModule],
  controllers: [PoliciesController],
  providers: [Policies, IssuePolicyHandler, AcceptAndIssueHandler, ListPoliciesHandler, GetFulfilmentHandler, RecordConfirmationHandler],
  exports: [Policies],
})
export class PoliciesModule {}
