import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Prospects } from '../prospects.js';

/** Moves a prospect on to `quoted` or `policy_signed`, unless it has come further already. */
export class AdvanceProspect extends Command<void> {
  constructor(readonly id: number, readonly status: 'quoted' | 'policy_signed') {
    super();
  }
}

@CommandHandler(AdvanceProspect)
export class AdvanceProspectHandler implements ICommandHandler<AdvanceProspect> {
  constructor(private readonly prospects: Prospects) {}

  async execute({ id, status }: AdvanceProspect): Promise<void> {
    await this.prospects.change(id, (prospect, moment) => prospect.advance(status, moment));
  }
}
