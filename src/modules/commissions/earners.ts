import { type UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Beneficiaries } from './commission-rows.js';

/** Who would earn on a policy of this prospect as things stand now. */
export async function earnsFor(units: UnitOfWork, prospectId: number): Promise<Beneficiaries> {
  const [row] = await units.queryText<Beneficiaries>(
    `SELECT assigned_broker AS broker, referred_by AS affiliate,
       (SELECT supervisor_id FROM app_user WHERE id = assigned_broker) AS manager
     FROM prospect WHERE id = $1`,
    [prospectId],
  );
  return row!;
}
