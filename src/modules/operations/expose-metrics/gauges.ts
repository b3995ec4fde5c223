import { Injectable, Logger } from '@nestjs/common';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../../../platform/event-store/event-store.table.js';
import { EVENT_UNSEALED } from '../../../platform/event-store/seal.table.js';
import { type Metric, type Sample } from '../../../platform/observability/exposition.js';
import { Subscriptions } from '../../../queues/subscriptions.js';
import { MAIL } from '../../notifications/index.js';
import { POLICY } from '../../policies/index.js';
import { COMPARISON, QUOTE } from '../../quotes/index.js';

interface Question {
  name: string;
  help: string;
  /** Asks for rows of `value` and labels. Where the answer has `since` as well, that is given the next time. */
  ask: Sql | ((since: string) => Sql);
  /** Told of every subscriber, even where it is 0. */
  ofEverySubscriber?: true;
}

const { subscriber, status, next_at, created_at } = EVENT_DELIVERY;
const { accepted_at } = QUOTE;
const { advisor } = COMPARISON;
const IS_OPEN = sql`${status} IN ('pending', 'forwarded')`;

/**
 * What the database knows; all of it is asked on partial indexes or over an hour or a day. The company's time stands in a
 * SELECT of its own: beside a column it would be asked for each row, and no index used.
 */
const QUESTIONS: readonly Question[] = [
  {
    name: 'crm_deliveries_open',
    help: 'Deliveries that are pending or with their queue.',
    ofEverySubscriber: true,
    ask: sql`SELECT ${subscriber}, count(*) AS value FROM ${EVENT_DELIVERY} WHERE ${IS_OPEN} GROUP BY ${subscriber}`,
  },
  {
    name: 'crm_delivery_oldest_seconds',
    help: 'Age of the oldest open delivery.',
    ofEverySubscriber: true,
    ask: sql`
      SELECT ${subscriber}, extract(epoch FROM clock_timestamp() - min(${created_at}))::float8 AS value
      FROM ${EVENT_DELIVERY} WHERE ${IS_OPEN} GROUP BY ${subscriber}`,
  },
  {
    name: 'crm_deliveries_dead',
    help: 'Deliveries that wait for an admin.',
    ofEverySubscriber: true,
    ask: sql`SELECT ${subscriber}, count(*) AS value FROM ${EVENT_DELIVERY} WHERE ${status} = 'dead' GROUP BY ${subscriber}`,
  },
  {
    name: 'crm_relay_lag_seconds',
    help: 'How long the most overdue delivery has waited for a relay.',
    ask: sql`
      SELECT greatest(coalesce(extract(epoch FROM clock_timestamp() - min(${next_at})), 0), 0)::float8 AS value
      FROM ${EVENT_DELIVERY} WHERE ${IS_OPEN}`,
  },
  {
    name: 'crm_unsealed_events',
    help: 'Events that no block holds yet (counted to 10,000).',
    ask: sql`SELECT count(*) AS value FROM (SELECT FROM ${EVENT_UNSEALED} LIMIT 10000) AS unsealed`,
  },
  {
    name: 'crm_seal_lag_seconds',
    help: 'Age of the oldest event that no block holds yet.',
    ask: sql`
      SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - ${EVENT_STORE.recorded_at}) FROM ${EVENT_STORE}
        WHERE ${EVENT_STORE.id} = (SELECT min(${EVENT_UNSEALED.id}) FROM ${EVENT_UNSEALED})), 0)::float8 AS value`,
  },
  {
    name: 'crm_mails_unknown',
    help: 'Mails whose hand-over began more than 60 s ago and has no known end.',
    ask: sql`
      SELECT count(*) AS value FROM ${MAIL} WHERE ${MAIL.status} = 'sending'
        AND ${MAIL.sending_at} < clock_timestamp() - interval '60 s' AND ${MAIL.sending_at} > '-infinity'`,
  },
  {
    // A policy once there stays: what was accepted before the oldest quote without one need not be asked about again. A day is
    // more than the commit of an acceptance can come late, and holds the newest where the company's clock is put back.
    name: 'crm_accepted_without_policy',
    help: 'Quotes accepted for more than 60 s and without a policy. Must be 0.',
    ask: (since) => sql`
      SELECT count(*) AS value, coalesce(min(${accepted_at}), company_now() - interval '1 day') AS since FROM ${QUOTE}
      WHERE ${QUOTE.status} = 'accepted'
        AND ${accepted_at} >= (SELECT least(${since}::timestamptz, company_now() - interval '1 day'))
        AND ${accepted_at} <= (SELECT company_now() - interval '60 s')
        AND NOT EXISTS (SELECT FROM ${POLICY} WHERE ${POLICY.quote_id} = ${QUOTE.id})`,
  },
  {
    name: 'crm_advisor_comparisons_last_hour',
    help: 'Comparisons by who ranked them, and why not Claude.',
    ask: sql`
      SELECT ${advisor} ->> 'source' AS source, coalesce(${advisor} ->> 'fallback_reason', '') AS fallback_reason, count(*) AS value
      FROM ${COMPARISON} WHERE ${COMPARISON.generated_at} > (SELECT company_now() - interval '1 hour') GROUP BY 1, 2`,
  },
  {
    name: 'crm_database_connections',
    help: 'Connections to the database by program and state.',
    ask: sql`
      SELECT coalesce(nullif(application_name, ''), 'unnamed') AS program, coalesce(state, 'unknown') AS state, count(*) AS value
      FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1, 2`,
  },
];

const gauge = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  type: 'gauge',
  samples: [{ value }],
});

/** Gauges read from the database, the same whichever process is asked. */
@Injectable()
export class Gauges {
  private readonly logger = new Logger('Gauges');
  private readonly since = new Map<string, string>();
  private missing = new Set<string>();

  constructor(
    private readonly units: UnitOfWork,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** Together with `crm_database_up`, which alone is left where the database is away; a question that fails leaves out its own gauge. */
  async metrics(): Promise<Metric[]> {
    const up = (value: number) => gauge('crm_database_up', 'Whether PostgreSQL answers.', value);
    const metrics: Metric[] = [];
    const missing = new Set<string>();
    for (const question of QUESTIONS) {
      try {
        metrics.push(await this.measure(question));
      } catch (error) {
        if (!(await this.isThere())) return [up(0)];
        missing.add(question.name);
        if (!this.missing.has(question.name))
          this.logger.warn(`${question.name} cannot be read: ${(error as Error).message}`);
      }
    }
    this.missing = missing;
    const unread = gauge(
      'crm_gauges_missing',
      'Gauges that could not be read from the database; the log names them. Must be 0.',
      missing.size,
    );
    return [up(1), unread, ...metrics];
  }

  private isThere(): Promise<boolean> {
    return this.units.query(sql`SELECT 1`).then(
      () => true,
      () => false,
    );
  }

  private async measure({ name, help, ask, ofEverySubscriber }: Question): Promise<Metric> {
    const rows = await this.units.query<{ value: number; since?: string } & Record<string, string>>(
      typeof ask === 'function' ? ask(this.since.get(name) ?? '-infinity') : ask,
    );
    const samples: Sample[] = rows.map(({ value, since, ...labels }) => {
      if (since) this.since.set(name, since);
      return { labels, value };
    });
    for (const subscriber of ofEverySubscriber ? this.subscriptions.names : []) {
      if (!rows.some((row) => row.subscriber === subscriber)) samples.push({ labels: { subscriber }, value: 0 });
    }
    return { name, help, type: 'gauge', samples };
  }
}
