export const roles = ['admin', 'head_of_sales', 'manager', 'broker', 'affiliate'] as const;
export type Role = (typeof roles)[number];
