export const IDS: string;
export function readingRoutes(ids: Record<string, number>): [role: 'broker' | 'manager' | 'admin', path: string][];
