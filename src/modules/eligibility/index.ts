export { applicantOf } from './applicant.js';
export { type Applicant, type Reason } from './eligibility.js';
export { LoadingsDto, PremiumBreakdownDto } from './calculate-premiums/calculate-premiums.dto.js';
export { MOST_COVERAGE, ReasonDto } from './check-eligibility/check-eligibility.dto.js';
export { EligibilityModule } from './eligibility.module.js';
export { type InsuranceNeed, offersFor, type Offers } from './offers.js';
export { type PremiumBreakdown } from './premium.js';
export { breakdownToWire } from './premium-wire.js';
export { changedFacts, type PricedFor, pricedFor, type PricingFact } from './priced-for.js';
