import { Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type FieldError } from '../../kernel/domain-error.js';
import { RequestContext } from '../../platform/context/request-context.js';
import { CompanyClock } from '../../platform/database/company-clock.js';
import { FurtherRules } from '../../platform/http/input/further-rules.js';
import { idOf } from '../../platform/http/input/id.pipe.js';
import { Users } from '../auth/index.js';
import { unfitUsers } from './create-prospect/create-prospect.js';
import { type CreateProspectDto } from './prospect.dto.js';
import { detailFindings } from './prospect-details.js';
import { Prospects } from './prospects.js';

/** What belongs together in a prospect, for a body that its DTO refuses already. */
@Injectable()
export class ProspectRules extends FurtherRules<CreateProspectDto> {
  constructor(
    private readonly prospects: Prospects,
    private readonly users: Users,
    private readonly clock: CompanyClock,
    private readonly context: RequestContext,
  ) {
    super();
  }

  protected async findings(
    sound: Partial<CreateProspectDto>,
    given: object,
    request: FastifyRequest,
  ): Promise<FieldError[]> {
    const { actor } = this.context;
    const present =
      request.method === 'PATCH'
        ? (await this.prospects.see(actor, 'update', idOf((request.params as { id: string }).id))).state
        : {};
    // What was sent but cannot be read takes the place of what stands there: nothing is known of it.
    const unreadable = Object.fromEntries(Object.keys(given).map((field) => [field, undefined]));
    const { today } = await this.clock.now();
    return [
      ...detailFindings({ ...present, ...unreadable, ...sound }, today),
      ...(request.method === 'POST' ? await unfitUsers(this.users, actor, sound) : []),
    ];
  }
}
