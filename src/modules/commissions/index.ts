export { ApproveCommissions } from './approve-commission/approve-commissions.js';
export { CalculateCommissions } from './calculate-commissions/calculate-commissions.js';
export { ClawBackCommissions } from './claw-back/claw-back-commissions.js';
export { type CommissionStatus, commissionStatuses, type CommissionType, commissionTypes } from './commission.state.js';
export { CommissionIds } from './commission.dto.js';
export { type CommissionEvent } from './commission.events.js';
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
