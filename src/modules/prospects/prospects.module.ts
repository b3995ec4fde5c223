import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdvanceProspectHandler } from './advance-prospect/advance-prospect.js';
import { AssignProspectHandler } from './assign-prospect/assign-prospect.js';
import { ChangeProspectStatusHandler } from './change-prospect-status/change-prospect-status.js';
import { CreateProspectHandler } from './create-prospect/create-prospect.js';
import { DeleteProspectHandler } from './delete-prospect/delete-prospect.js';
import { FirstMails } from './first-mails.js';
import { ListProspectsHandler } from './list-prospects/list-prospects.js';
import { ProspectRow } from './prospect.table.js';
import { ProspectsController } from './prospects.controller.js';
import { Prospects } from './prospects.js';
import { ReadProspectAsOfHandler, ReadProspectHistoryHandler } from './read-history/read-prospect-history.js';
import { UpdateProspectHandler } from './update-prospect/update-prospect.js';

@Module({
  imports: [TypeOrmModule.forFeature([ProspectRow])],
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
    ReadProspectHistoryHandler,
    ReadProspectAsOfHandler,
  ],
  exports: [Prospects],
})
export class ProspectsModule {}
