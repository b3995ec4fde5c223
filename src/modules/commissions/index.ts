export { ApproveCommissions } from './approve-commission/approve-commissions.js';
export { CalculateCommissions } from './calculate-commissions/calculate-commissions.js';
export { ClawBackCommissions } from './claw-back/claw-back-commissions.js';
export { COMMISSION, type CommissionStatus, type CommissionType } from './commission.table.js';
export { CommissionIds } from './commission.dto.js';
export { commissionWithin } from './commission-period.js';
export { CommissionsModule } from './commissions.module.js';
export { commissionOwnership, Commissions } from './commissions.js';
export {
  type Days,
  daysOf,
  instantsOf,
  PERIOD_MESSAGE,
  PERIOD_PATTERN,
  periodAround,
  periodBefore,
  type PeriodName,
  periods,
} from './period.js';
export { Refusals } from './refusals.js';
