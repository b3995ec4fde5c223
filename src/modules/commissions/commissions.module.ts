import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { CalculateCommissionsHandler } from './calculate-commissions/calculate-commissions.js';
import { CommissionRow } from './commission.table.js';
import { CommissionsController } from './commissions.controller.js';
import { Commissions } from './commissions.js';
import { ListCommissionsHandler } from './list-commissions/list-commissions.js';

@Module({
  imports: [TypeOrmModule.forFeature([CommissionRow]), CatalogueModule],
  controllers: [CommissionsController],
  providers: [Commissions, CalculateCommissionsHandler, ListCommissionsHandler],
  exports: [Commissions],
})
export class CommissionsModule {}
