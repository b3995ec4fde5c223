import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { sql } from '../../../platform/database/sql.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EVENT_BLOCK } from '../../../platform/event-store/seal.table.js';
import { DATABASE_IDENTITY, readHeads } from '../../../platform/event-store/seal-head.js';
import { verifyEvents, type VerifyOptions } from '../../../platform/event-store/verifier.js';
import { type EventsVerdictDto, type VerifyEventsDto } from './verify-events.dto.js';

/** Whether the chain holds over a part of the events: as much as one request may cost; `events:verify` checks all. */
export class VerifyEvents extends Query<EventsVerdictDto> {
  constructor(readonly range: VerifyEventsDto) {
    super();
  }
}

const MOST_EVENTS = 10_000;

@QueryHandler(VerifyEvents)
export class VerifyEventsHandler implements IQueryHandler<VerifyEvents> {
  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ range }: VerifyEvents): Promise<EventsVerdictDto> {
    const [{ last, identity }] = (await this.units.query<{ last: number; identity: string }>(sql`
      SELECT identity, (SELECT coalesce(max(${EVENT_BLOCK.last_sequence}), 0) FROM ${EVENT_BLOCK}) AS last
      FROM (${DATABASE_IDENTITY}) AS named`)) as [{ last: number; identity: string }];
    if (range.since !== undefined) return this.verifySince(range, identity, last);
    if (range.from !== undefined && range.from > Math.max(1, last)) {
      throw invalidField('from', 'not_sealed_yet', `the last sealed event is number ${last}`);
    }
    const from = range.from ?? Math.max(1, (range.to ?? last) - MOST_EVENTS + 1);
    const to = range.to ?? Math.min(last, from + MOST_EVENTS - 1);
    if (to < from && range.to !== undefined) throw invalidField('to', 'before_from', 'to must not come before from');
    if (to - from >= MOST_EVENTS) {
      throw invalidField(
        'to',
        'range_too_long',
        `at most ${MOST_EVENTS} events at once; npm run events:verify checks all of them`,
      );
    }
    return this.verify({ from, to: Math.max(to, from) }, identity);
  }

  private async verifySince(
    { since, from, to }: VerifyEventsDto,
    identity: string,
    last: number,
  ): Promise<EventsVerdictDto> {
    if (from !== undefined || to !== undefined)
      throw invalidField('since', 'not_with_range', 'since takes the place of from and to');
    const [number, hmac] = since!.split(':') as [string, string];
    const [block] = await this.units.query<{ last_sequence: number }>(
      sql`SELECT ${EVENT_BLOCK.last_sequence} FROM ${EVENT_BLOCK} WHERE ${EVENT_BLOCK.number} = ${number}`,
    );
    const begin = block?.last_sequence ?? 0;
    return this.verify(
      { since: { number: Number(number), hmac }, to: Math.max(1, Math.min(last, begin + MOST_EVENTS)) },
      identity,
    );
  }

  private async verify(
    part: Pick<VerifyOptions, 'from' | 'to' | 'since'>,
    identity: string,
  ): Promise<EventsVerdictDto> {
    const head = (await readHeads(this.config.DATA_DIR))[identity];
    const { waiting: _, ...verdict } = await verifyEvents(this.units, { ...part, sealKey: this.config.SEAL_KEY, head });
    return verdict;
  }
}
