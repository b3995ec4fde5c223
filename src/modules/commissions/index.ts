export { CalculateCommissions } from './calculate-commissions/calculate-commissions.js';
export { type CommissionStatus, commissionStatuses, type CommissionType, commissionTypes } from './commission.js';
export { type CommissionEvent } from './commission.events.js';
export { commissionWithin } from './commission-period.js';
export { CommissionsModule } from './commissions.module.js';
export { commissionOwnership, Commissions } from './commissions.js';
export { type Days, instantsOf, periodAround, periodBefore, type PeriodName, periods } from './period.js';
