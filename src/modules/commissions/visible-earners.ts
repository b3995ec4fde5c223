import { type Actor } from '../../platform/context/request-context.js';
import { scopeOf } from '../auth/index.js';

/** Whether the actor may see what this user earns: the same reach as over commissions that exist. */
export function seesCommissionOf(actor: Actor, beneficiaryId: number): boolean {
  switch (scopeOf(actor.role, 'commission', 'read')) {
    case 'all':
    case 'company':
      return true;
    case 'team':
      return beneficiaryId === actor.id || actor.team.includes(beneficiaryId);
    case 'own':
      return beneficiaryId === actor.id;
    case 'referrals':
    case undefined:
      return false;
  }
}
