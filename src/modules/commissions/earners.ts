import { sql } from '../../platform/database/sql.js';
import { type UnitOfWork } from '../../platform/database/unit-of-work.js';
import { USER } from '../auth/index.js';
import { PROSPECT } from '../prospects/index.js';
import { type Beneficiaries } from './commission-rows.js';

/** Who would earn on a policy of this prospect as things stand now. */
export async function earnsFor(units: UnitOfWork, prospectId: number): Promise<Beneficiaries> {
  const { id, assigned_broker, referred_by } = PROSPECT;
  const [row] = await units.query<Beneficiaries>(sql`
    SELECT ${assigned_broker} AS broker, ${referred_by} AS affiliate,
      (SELECT ${USER.supervisor_id} FROM ${USER} WHERE ${USER.id} = ${assigned_broker}) AS manager
    FROM ${PROSPECT} WHERE ${id} = ${prospectId}`);
  return row!;
}
