export const riskCategories = ['low', 'medium', 'high'] as const;
export type RiskCategory = (typeof riskCategories)[number];

export const occupationRisks = ['standard', 'high', 'very_high'] as const;
export type OccupationRisk = (typeof occupationRisks)[number];

/** What a term earns by its number; the clawback that takes it back has no rate of its own. */
export const earnedCommissionTypes = ['initial', 'renewal_year1', 'renewal_recurring'] as const;
export type EarnedCommissionType = (typeof earnedCommissionTypes)[number];

export const beneficiaryRoles = ['broker', 'manager', 'affiliate'] as const;
export type BeneficiaryRole = (typeof beneficiaryRoles)[number];
