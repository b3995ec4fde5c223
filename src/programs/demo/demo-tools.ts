import { type CommandBus } from '@nestjs/cqrs';
import { type Users } from '../../modules/auth/index.js';
import { type RequestContext } from '../../platform/context/request-context.js';
import { type UnitOfWork } from '../../platform/database/unit-of-work.js';

/** What the demo's steps work with. */
export interface DemoTools {
  commands: CommandBus;
  units: UnitOfWork;
  users: Users;
  context: RequestContext;
}
