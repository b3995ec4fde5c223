import { Parameters } from '../../../platform/database/parameters.js';
import { sees } from '../../auth/index.js';
import { prospectOwnership } from '../../prospects/index.js';
import { type PipelineDto } from './read-dashboard.dto.js';
import { type Both, bothPeriods, type View } from './view.js';

type Row = Omit<PipelineDto, 'reached' | 'conversion_rate'> & {
  is_current: boolean; conversion_rate: string; reached_contacted: number; reached_quoted: number;
};

const NOBODY: PipelineDto = {
  new_prospects: 0, contacted: 0, quoted: 0, policies_signed: 0, conversion_rate: 0, total: 0,
  reached: { created: 0, contacted: 0, quoted: 0, signed: 0 },
};

/**
 * How far somebody got follows from the status; only who has declined since, or was spoken to again after declining,
 * needs a look back: a comparison means quoted, and the history tells whether a declined one was ever contacted.
 */
export async function pipelines(view: View): Promise<Both<PipelineDto>> {
  const parameters = new Parameters();
  const { within, isCurrent } = bothPeriods(view, 'p.created_at', parameters);
  const seen = sees(view.actor, 'prospect', 'read', prospectOwnership('p'), parameters);
  const rows = await view.reader.query<Row>(
    `WITH prospects AS MATERIALIZED (
       SELECT p.status, ${isCurrent} AS is_current,
         CASE WHEN p.status IN ('quoted', 'policy_signed') THEN true
              WHEN p.status IN ('contacted', 'declined')
                THEN EXISTS (SELECT FROM comparison WHERE comparison.prospect_id = p.id)
              ELSE false END AS was_quoted,
         CASE WHEN p.status = 'declined' THEN EXISTS (
           SELECT FROM event_store
           WHERE aggregate_type = 'prospect' AND aggregate_id = p.id::text
             AND event_type = 'ProspectStatusChanged' AND data->>'status' = 'contacted') ELSE false END AS was_contacted
       FROM prospect p WHERE ${within} AND ${seen})
     SELECT is_current,
       count(*) AS total,
       count(*) FILTER (WHERE status = 'new') AS new_prospects,
       count(*) FILTER (WHERE status = 'contacted') AS contacted,
       count(*) FILTER (WHERE status = 'quoted') AS quoted,
       count(*) FILTER (WHERE status = 'policy_signed') AS policies_signed,
       round(100.0 * count(*) FILTER (WHERE status = 'policy_signed') / count(*), 2) AS conversion_rate,
       count(*) FILTER (WHERE was_quoted OR status = 'contacted' OR was_contacted) AS reached_contacted,
       count(*) FILTER (WHERE was_quoted) AS reached_quoted
     FROM prospects
     GROUP BY is_current`,
    parameters.values,
  );
  const of = (current: boolean) => pipelineOf(rows.find((row) => row.is_current === current));
  return { current: of(true), previous: of(false) };
}

function pipelineOf(row: Row | undefined): PipelineDto {
  if (!row) return NOBODY;
  const { new_prospects, contacted, quoted, policies_signed, total, reached_contacted, reached_quoted } = row;
  return {
    new_prospects, contacted, quoted, policies_signed, conversion_rate: Number(row.conversion_rate), total,
    reached: { created: total, contacted: reached_contacted, quoted: reached_quoted, signed: policies_signed },
  };
}
