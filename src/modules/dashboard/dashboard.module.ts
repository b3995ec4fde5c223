import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { ProspectsModule } from '../prospects/index.js';
import { DashboardController } from './dashboard.controller.js';
import { ListActivityHandler } from './list-activity/list-activity.js';
import { ReadDashboardHandler } from './read-dashboard/read-dashboard.js';
import { RecordActivityHandler } from './record-activity/record-activity.js';

@Module({
  imports: [CatalogueModule, ProspectsModule],
  controllers: [DashboardController],
  providers: [ReadDashboardHandler, ListActivityHandler, RecordActivityHandler],
})
export class DashboardModule {}
