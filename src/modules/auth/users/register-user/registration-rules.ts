import { Injectable } from '@nestjs/common';
import { type FieldError } from '../../../../kernel/domain-error.js';
import { RequestContext } from '../../../../platform/context/request-context.js';
import { FurtherRules } from '../../../../platform/http/input/further-rules.js';
import { Passwords } from '../../sign-in/passwords.js';
import { Users } from '../users.js';
import { type RegisterUserDto } from './register-user.dto.js';

/** What a registration's DTO cannot know: whether the password is easily guessed, and whether the supervisor exists. */
@Injectable()
export class RegistrationRules extends FurtherRules<RegisterUserDto> {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly context: RequestContext,
  ) {
    super();
  }

  protected async findings(sound: Partial<RegisterUserDto>): Promise<FieldError[]> {
    // Nobody else learns who exists.
    const byAdmin = this.context.maybeActor?.role === 'admin';
    return this.of({ ...sound, supervisor_id: byAdmin ? sound.supervisor_id : null });
  }

  async of({ username, email, password, supervisor_id }: Partial<RegisterUserDto>): Promise<FieldError[]> {
    const errors = password === undefined ? [] : this.passwords.findings('password', password, { username, email });
    if (supervisor_id != null && !(await this.users.find(supervisor_id))?.state.is_active) {
      errors.push({
        field: 'supervisor_id',
        code: 'unknown_user',
        message: 'supervisor_id must be the id of an active user',
      });
    }
    return errors;
  }
}
