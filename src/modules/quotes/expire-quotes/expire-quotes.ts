import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { sql } from '../../../platform/database/sql.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { QUOTE } from '../quote.table.js';
import { Quotes } from '../quotes.js';

/** Closes the quotes that are past their validity, a hundred at a time; answers how many. */
export class ExpireQuotes extends Command<number> {}

const AT_ONCE = 100;

@CommandHandler(ExpireQuotes)
export class ExpireQuotesHandler implements ICommandHandler<ExpireQuotes> {
  constructor(
    private readonly quotes: Quotes,
    private readonly clock: CompanyClock,
    private readonly units: UnitOfWork,
  ) {}

  async execute(): Promise<number> {
    const { today } = await this.clock.now();
    // By date, which has an index of the open ones; by id all that were ever closed might be read first.
    const due = await this.units.query<{ id: number }>(sql`
      SELECT ${QUOTE.id} FROM ${QUOTE} WHERE ${QUOTE.status} IN ('draft', 'sent') AND ${QUOTE.valid_until} < ${today}
      ORDER BY ${QUOTE.valid_until} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`);
    await this.quotes.changeAll(
      due.map(({ id }) => id),
      (quote, moment) => quote.expire(moment),
    );
    return due.length;
  }
}
