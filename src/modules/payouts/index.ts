export { MakePayout } from './make-payout/make-payout.js';
export { PayoutsModule } from './payouts.module.js';
