import { Module } from '@nestjs/common';
import { CommissionsModule } from '../commissions/index.js';
import { ListPayoutsHandler } from './list-payouts/list-payouts.js';
import { MakePayoutHandler } from './make-payout/make-payout.js';
import { PayoutsController } from './payouts.controller.js';
import { Payouts } from './payouts.js';
import { WritePayoutCsvHandler } from './write-payout-csv/write-payout-csv.js';
import './payouts.problems.js';

@Module({
  imports: [CommissionsModule],
  controllers: [PayoutsController],
  providers: [Payouts, MakePayoutHandler, ListPayoutsHandler, WritePayoutCsvHandler],
})
export class PayoutsModule {}
