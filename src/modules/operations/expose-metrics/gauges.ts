import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Metric, type Sample } from '../../../platform/observability/exposition.js';
import { QUEUES } from '../../../queues/queues.js';

interface Question {
  name: string;
  help: string;
  /** Answers rows of `value` and labels. */
  sql: string;
  /** The label and its values that are told even where they are 0. */
  always?: [label: string, values: readonly string[]];
}

const SUBSCRIBERS: [string, string[]] = ['subscriber', Object.keys(QUEUES)];

/** What the database knows; all of it is asked on partial indexes or over an hour. */
const QUESTIONS: readonly Question[] = [
  {
    name: 'crm_deliveries_open', help: 'Deliveries that are pending or with their queue.', always: SUBSCRIBERS,
    sql: `SELECT subscriber, count(*) AS value FROM event_delivery WHERE status IN ('pending', 'forwarded') GROUP BY subscriber`,
  },
  {
    name: 'crm_delivery_oldest_seconds', help: 'Age of the oldest open delivery.', always: SUBSCRIBERS,
    sql: `SELECT subscriber, extract(epoch FROM clock_timestamp() - min(created_at))::float8 AS value FROM event_delivery
      WHERE status IN ('pending', 'forwarded') GROUP BY subscriber`,
  },
  {
    name: 'crm_deliveries_dead', help: 'Deliveries that wait for an admin.', always: SUBSCRIBERS,
    sql: `SELECT subscriber, count(*) AS value FROM event_delivery WHERE status = 'dead' GROUP BY subscriber`,
  },
  {
    name: 'crm_relay_lag_seconds', help: 'How long the most overdue delivery has waited for a relay.',
    sql: `SELECT greatest(coalesce(extract(epoch FROM clock_timestamp() - min(next_at)), 0), 0)::float8 AS value
      FROM event_delivery WHERE status IN ('pending', 'forwarded')`,
  },
  {
    name: 'crm_unsealed_events', help: 'Events that no block holds yet (counted to 10,000).',
    sql: 'SELECT count(*) AS value FROM (SELECT FROM event_unsealed LIMIT 10000) AS unsealed',
  },
  {
    name: 'crm_seal_lag_seconds', help: 'Age of the oldest event that no block holds yet.',
    sql: `SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - recorded_at) FROM event_store
      WHERE id = (SELECT min(id) FROM event_unsealed)), 0)::float8 AS value`,
  },
  {
    name: 'crm_mails_unknown', help: 'Mails whose hand-over began more than 60 s ago and has no known end.',
    sql: `SELECT count(*) AS value FROM mail
      WHERE status = 'sending' AND sending_at < clock_timestamp() - interval '60 s' AND sending_at > '-infinity'`,
  },
  {
    name: 'crm_accepted_without_policy', help: 'Quotes of the last 30 days, accepted for more than 60 s and without a policy. Must be 0.',
    sql: `SELECT count(*) AS value FROM quote WHERE status = 'accepted'
      AND accepted_at BETWEEN company_now() - interval '30 days' AND company_now() - interval '60 s'
      AND NOT EXISTS (SELECT FROM policy WHERE policy.quote_id = quote.id)`,
  },
  {
    name: 'crm_advisor_comparisons_last_hour', help: 'Comparisons by who ranked them, and why not Claude.',
    sql: `SELECT advisor ->> 'source' AS source, coalesce(advisor ->> 'fallback_reason', '') AS fallback_reason, count(*) AS value
      FROM comparison WHERE generated_at > company_now() - interval '1 hour' GROUP BY 1, 2`,
  },
  {
    name: 'crm_database_connections', help: 'Connections to the database by program and state.',
    sql: `SELECT coalesce(nullif(application_name, ''), 'unnamed') AS program, coalesce(state, 'unknown') AS state, count(*) AS value
      FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1, 2`,
  },
];

/** Gauges read from the database, the same whichever process is asked. */
@Injectable()
export class Gauges {
  constructor(private readonly units: UnitOfWork) {}

  /** Together with `crm_database_up`, which alone is left where the database is away. */
  async metrics(): Promise<Metric[]> {
    const up = (value: number): Metric => (
      { name: 'crm_database_up', help: 'Whether PostgreSQL answers.', type: 'gauge', samples: [{ value }] });
    try {
      const metrics = [up(1)];
      for (const question of QUESTIONS) metrics.push(await this.ask(question));
      return metrics;
    } catch {
      return [up(0)];
    }
  }

  private async ask({ name, help, sql, always }: Question): Promise<Metric> {
    const rows = await this.units.query<{ value: number } & Record<string, string>>(sql);
    const samples: Sample[] = rows.map(({ value, ...labels }) => ({ labels, value }));
    for (const silent of always?.[1] ?? []) {
      if (!rows.some((row) => row[always![0]] === silent)) samples.push({ labels: { [always![0]]: silent }, value: 0 });
    }
    return { name, help, type: 'gauge', samples };
  }
}
