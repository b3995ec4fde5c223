import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Prospects } from '../prospects.js';

/**
 * Moves a prospect on to `quoted` or `policy_signed`, unless it has come further already. Sent in the transaction that
 * quotes or signs, so that the next read shows it, and once more, `late`, from the fact.
 */
export class AdvanceProspect extends Command<void> {
  constructor(
    readonly id: number,
    readonly status: 'quoted' | 'policy_signed',
    readonly late = false,
  ) {
    super();
  }
}

@CommandHandler(AdvanceProspect)
export class AdvanceProspectHandler implements ICommandHandler<AdvanceProspect> {
  constructor(private readonly prospects: Prospects) {}

  async execute({ id, status, late }: AdvanceProspect): Promise<void> {
    await this.prospects.change(id, (prospect, moment) =>
      late ? prospect.catchUp(status, moment) : prospect.advance(status, moment),
    );
  }
}
