import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, invalidField } from '../../../../kernel/domain-error.js';
import { type Actor } from '../../../../platform/context/request-context.js';
import { sql } from '../../../../platform/database/sql.js';
import { having } from '../../../../platform/database/statements.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { mustStandAt, type Precondition } from '../../../../platform/http/answers/precondition.js';
import { Sessions } from '../../sign-in/sessions.js';
import { type Administration } from '../user.js';
import { USER, type UserState } from '../user.table.js';
import { Users } from '../users.js';

/** Changes a user's role, supervisor or activity, on the revision that the admin read. */
export class AdministerUser extends Command<UserState> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
    readonly change: Administration,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(AdministerUser)
export class AdministerUserHandler implements ICommandHandler<AdministerUser> {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly units: UnitOfWork,
  ) {}

  async execute({ actor, id, change, precondition }: AdministerUser): Promise<UserState> {
    // One change at a time: two that are right each by itself may together close a circle or remove the last admin.
    await this.units.query(sql`SELECT pg_advisory_xact_lock(hashtext('user administration'))`);
    const before = (await this.users.get(id)).state;
    if (change.supervisor_id && change.supervisor_id !== before.supervisor_id)
      await this.mustBeAbleToLead(change.supervisor_id, id);
    const { state } = await this.users.change(id, (user, moment) => {
      mustStandAt(precondition, user.state.revision);
      user.administer(actor.id, change, moment);
    });
    await this.someAdminMustRemain();
    if (before.is_active && !state.is_active) await this.sessions.revoke(id, {}, 'user_deactivated');
    this.users.forgetActors();
    return (await this.users.get(id)).state;
  }

  private async mustBeAbleToLead(supervisorId: number, id: number): Promise<void> {
    const supervisor = await this.users.find(supervisorId);
    if (!supervisor?.state.is_active) {
      throw invalidField('supervisor_id', 'unknown_user', 'supervisor_id must be the id of an active user');
    }
    const [circle] = await this.units.query(
      sql`SELECT 1 WHERE ${supervisorId}::int = ${id}::int OR ${supervisorId} = ANY (reports_of(${id}))`,
    );
    if (circle) throw new DomainError('supervision_circle', 'The supervisor is the user, or reports to the user.');
  }

  private async someAdminMustRemain(): Promise<void> {
    const [admin] = await this.units.query(
      sql`SELECT 1 FROM ${USER} WHERE ${having(USER, { role: 'admin', is_active: true })} LIMIT 1`,
    );
    if (!admin)
      throw new DomainError('last_admin', 'Nobody could administer users any more; make another user admin first.');
  }
}
