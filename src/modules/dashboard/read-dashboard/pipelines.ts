import { sql } from '../../../platform/database/sql.js';
import { sees } from '../../auth/index.js';
import { PROSPECT, prospectOwnership } from '../../prospects/index.js';
import { type PipelineDto } from './read-dashboard.dto.js';
import { type Both, bothPeriods, type View } from './view.js';

type Row = Omit<PipelineDto, 'reached' | 'conversion_rate'> & {
  is_current: boolean;
  conversion_rate: string;
  reached_contacted: number;
  reached_quoted: number;
};

const NOBODY: PipelineDto = {
  new_prospects: 0,
  contacted: 0,
  quoted: 0,
  policies_signed: 0,
  conversion_rate: 0,
  total: 0,
  reached: { created: 0, contacted: 0, quoted: 0, signed: 0 },
};

export async function pipelines(view: View): Promise<Both<PipelineDto>> {
  const { status, reached, created_at } = PROSPECT;
  const { within, isCurrent } = bothPeriods(view, created_at);
  const seen = sees(view.actor, 'prospect', 'read', prospectOwnership);
  const rows = await view.reader.query<Row>(sql`
    SELECT ${isCurrent} AS is_current,
      count(*) AS total,
      count(*) FILTER (WHERE ${status} = 'new') AS new_prospects,
      count(*) FILTER (WHERE ${status} = 'contacted') AS contacted,
      count(*) FILTER (WHERE ${status} = 'quoted') AS quoted,
      count(*) FILTER (WHERE ${status} = 'policy_signed') AS policies_signed,
      round(100.0 * count(*) FILTER (WHERE ${status} = 'policy_signed') / count(*), 2) AS conversion_rate,
      count(*) FILTER (WHERE ${reached} <> 'new') AS reached_contacted,
      count(*) FILTER (WHERE ${reached} IN ('quoted', 'policy_signed')) AS reached_quoted
    FROM ${PROSPECT} WHERE ${within} AND ${seen}
    GROUP BY 1`);
  const of = (current: boolean) => pipelineOf(rows.find((row) => row.is_current === current));
  return { current: of(true), previous: of(false) };
}

function pipelineOf(row: Row | undefined): PipelineDto {
  if (!row) return NOBODY;
  const { new_prospects, contacted, quoted, policies_signed, total, reached_contacted, reached_quoted } = row;
  return {
    new_prospects,
    contacted,
    quoted,
    policies_signed,
    conversion_rate: Number(row.conversion_rate),
    total,
    reached: { created: total, contacted: reached_contacted, quoted: reached_quoted, signed: policies_signed },
  };
}
