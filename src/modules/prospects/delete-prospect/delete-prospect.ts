import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { sqlStateOf } from '../../../platform/database/database-error.js';
import { Prospects } from '../prospects.js';

/** Takes a prospect away on which nothing hangs; its history stays. */
export class DeleteProspect extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly id: number,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

@CommandHandler(DeleteProspect)
export class DeleteProspectHandler implements ICommandHandler<DeleteProspect> {
  constructor(private readonly prospects: Prospects) {}

  async execute({ actor, id, precondition }: DeleteProspect): Promise<void> {
    try {
      await this.prospects.see(actor, 'delete', id);
      await this.prospects.remove(id, (prospect, moment) => {
        mustStandAt(precondition, prospect.version);
        prospect.delete(moment);
      });
    } catch (error) {
      if (sqlStateOf(error) === FOREIGN_KEY_VIOLATION) {
        throw new DomainError(
          'prospect_in_use',
          'Quotes or policies hang on this prospect; set its status to declined instead.',
        );
      }
      throw error;
    }
  }
}
