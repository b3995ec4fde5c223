import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invalidField } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { DATABASE_IDENTITY, readHeads } from '../../../platform/event-store/seal-head.js';
import { type Verdict, verifyEvents } from '../../../platform/event-store/verifier.js';
import { type RunSql } from '../../../platform/event-store/verifier-rows.js';
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
    const [{ last, identity }] = await this.units.query<{ last: number; identity: string }>(
      `SELECT identity, (SELECT coalesce(max(last_sequence), 0) FROM event_block) AS last
       FROM (${DATABASE_IDENTITY}) AS named`) as [{ last: number; identity: string }];
    const from = range.from ?? Math.max(1, (range.to ?? last) - MOST_EVENTS + 1);
    const to = range.to ?? Math.min(last, from + MOST_EVENTS - 1);
    if (to < from && range.to !== undefined) throw invalidField('to', 'before_from', 'to must not come before from');
    if (to - from >= MOST_EVENTS) {
      throw invalidField('to', 'range_too_long', `at most ${MOST_EVENTS} events at once; npm run events:verify checks all of them`);
    }
    const { waiting: _, ...verdict }: Verdict = await verifyEvents(this.sql, {
      sealKey: this.config.SEAL_KEY, from, to: Math.max(to, from), head: (await readHeads(this.config.DATA_DIR))[identity],
    });
    return verdict;
  }

  private readonly sql: RunSql = (text, parameters) => this.units.query(text, parameters);
}
