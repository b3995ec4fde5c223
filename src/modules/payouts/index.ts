export { MakePayout } from './make-payout/make-payout.js';
export { PayoutsModule } from './payouts.module.js';
export { PAYOUT_MADE } from './payout.events.js';
export { PAYOUT, PAYOUT_ITEM } from './payout.table.js';
