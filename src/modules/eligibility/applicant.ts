import { type ProspectState } from '../prospects/index.js';
import { type Applicant } from './eligibility.js';

/** The prospect as the acceptance rules see it. */
export function applicantOf(prospect: Pick<ProspectState, 'type' | 'birth_date' | 'risk_category'>): Applicant {
  return { prospect_type: prospect.type, birth_date: prospect.birth_date, risk_category: prospect.risk_category };
}
