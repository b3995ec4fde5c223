import { Injectable, Logger } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Metric, type Sample } from '../../../platform/observability/exposition.js';
import { Subscriptions } from '../../../queues/subscriptions.js';

interface Question {
  name: string;
  help: string;
  /** Answers rows of `value` and labels. */
  sql: string;
  /** Told of every subscriber, even where it is 0. */
  ofEverySubscriber?: true;
  /** Answers `since` as well, which is `$1` of the next time; the first is asked from the beginning. */
  goesOn?: true;
}

/**
 * What the database knows; all of it is asked on partial indexes or over an hour or a day. The company's time stands in a
 * SELECT of its own: beside a column it would be asked for each row, and no index used.
 */
const QUESTIONS: readonly Question[] = [
  {
    name: 'crm_deliveries_open',
    help: 'Deliveries that are pending or with their queue.',
    ofEverySubscriber: true,
    sql: `SELECT subscriber, count(*) AS value FROM event_delivery WHERE status IN ('pending', 'forwarded') GROUP BY subscriber`,
  },
  {
    name: 'crm_delivery_oldest_seconds',
    help: 'Age of the oldest open delivery.',
    ofEverySubscriber: true,
    sql: `SELECT subscriber, extract(epoch FROM clock_timestamp() - min(created_at))::float8 AS value FROM event_delivery
      WHERE status IN ('pending', 'forwarded') GROUP BY subscriber`,
  },
  {
    name: 'crm_deliveries_dead',
    help: 'Deliveries that wait for an admin.',
    ofEverySubscriber: true,
    sql: `SELECT subscriber, count(*) AS value FROM event_delivery WHERE status = 'dead' GROUP BY subscriber`,
  },
  {
    name: 'crm_relay_lag_seconds',
    help: 'How long the most overdue delivery has waited for a relay.',
    sql: `SELECT greatest(coalesce(extract(epoch FROM clock_timestamp() - min(next_at)), 0), 0)::float8 AS value
      FROM event_delivery WHERE status IN ('pending', 'forwarded')`,
  },
  {
    name: 'crm_unsealed_events',
    help: 'Events that no block holds yet (counted to 10,000).',
    sql: 'SELECT count(*) AS value FROM (SELECT FROM event_unsealed LIMIT 10000) AS unsealed',
  },
  {
    name: 'crm_seal_lag_seconds',
    help: 'Age of the oldest event that no block holds yet.',
    sql: `SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - recorded_at) FROM event_store
      WHERE id = (SELECT min(id) FROM event_unsealed)), 0)::float8 AS value`,
  },
  {
    name: 'crm_mails_unknown',
    help: 'Mails whose hand-over began more than 60 s ago and has no known end.',
    sql: `SELECT count(*) AS value FROM mail
      WHERE status = 'sending' AND sending_at < clock_timestamp() - interval '60 s' AND sending_at > '-infinity'`,
  },
  {
    // A policy once there stays: what was accepted before the oldest quote without one need not be asked about again. A day is
    // more than the commit of an acceptance can come late, and holds the newest where the company's clock is put back.
    name: 'crm_accepted_without_policy',
    help: 'Quotes accepted for more than 60 s and without a policy. Must be 0.',
    goesOn: true,
    sql: `SELECT count(*) AS value, coalesce(min(accepted_at), company_now() - interval '1 day') AS since FROM quote WHERE status = 'accepted'
      AND accepted_at >= (SELECT least($1::timestamptz, company_now() - interval '1 day'))
      AND accepted_at <= (SELECT company_now() - interval '60 s')
      AND NOT EXISTS (SELECT FROM policy WHERE policy.quote_id = quote.id)`,
  },
  {
    name: 'crm_advisor_comparisons_last_hour',
    help: 'Comparisons by who ranked them, and why not Claude.',
    sql: `SELECT advisor ->> 'source' AS source, coalesce(advisor ->> 'fallback_reason', '') AS fallback_reason, count(*) AS value
      FROM comparison WHERE generated_at > (SELECT company_now() - interval '1 hour') GROUP BY 1, 2`,
  },
  {
    name: 'crm_database_connections',
    help: 'Connections to the database by program and state.',
    sql: `SELECT coalesce(nullif(application_name, ''), 'unnamed') AS program, coalesce(state, 'unknown') AS state, count(*) AS value
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
        metrics.push(await this.ask(question));
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
    return this.units.queryText('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  private async ask({ name, help, sql, ofEverySubscriber, goesOn }: Question): Promise<Metric> {
    const rows = await this.units.queryText<{ value: number; since?: string } & Record<string, string>>(
      sql,
      goesOn && [this.since.get(name) ?? '-infinity'],
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
