import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CommissionsModule } from '../commissions/index.js';
import { ListPayoutsHandler } from './list-payouts/list-payouts.js';
import { MakePayoutHandler } from './make-payout/make-payout.js';
import { PayoutItemRow, PayoutRow } from './payout.table.js';
import { PayoutsController } from './payouts.controller.js';
import { Payouts } from './payouts.js';
import { WritePayoutCsvHandler } from './write-payout-csv/write-payout-csv.js';

@Module({
  imports: [TypeOrmModule.forFeature([PayoutRow, PayoutItemRow]), CommissionsModule],
  controllers: [PayoutsController],
  providers: [Payouts, MakePayoutHandler, ListPayoutsHandler, WritePayoutCsvHandler],
})
export class PayoutsModule {}
