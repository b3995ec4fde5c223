import { Module } from '@nestjs/common';
import { AdvanceProspectHandler } from './advance-prospect/advance-prospect.js';
import { AssignProspectHandler } from './assign-prospect/assign-prospect.js';
import { ChangeProspectStatusHandler } from './change-prospect-status/change-prospect-status.js';
import { CreateProspectHandler } from './create-prospect/create-prospect.js';
import { DeleteProspectHandler } from './delete-prospect/delete-prospect.js';
import { FirstMails } from './first-mails.js';
import { ListProspectsHandler } from './list-prospects/list-prospects.js';
import { ProspectsController } from './prospects.controller.js';
import { Prospects } from './prospects.js';
import { UpdateProspectHandler } from './update-prospect/update-prospect.js';
import './prospects.problems.js';

@Module({
  controllers: [ProspectsController],
  providers: [
    Prospects,
    FirstMails,
    CreateProspectHandler,
    UpdateProspectHandler,
    DeleteProspectHandler,
    AssignProspectHandler,
    ChangeProspectStatusHandler,
    AdvanceProspectHandler,
    ListProspectsHandler,
  ],
  exports: [Prospects],
})
export class ProspectsModule {}
