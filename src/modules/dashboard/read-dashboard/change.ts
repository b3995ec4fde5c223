import { exact } from '../../../kernel/money.js';
import {
  type ChangeDto, type CommissionSummaryChangeDto, type MetricsChangeDto, type MetricsDto, type PipelineChangeDto,
} from './read-dashboard.dto.js';

type Figures = { [name: string]: number | Figures };
type Changes = { [name: string]: ChangeDto | Changes };

/** Every figure of the metrics against the previous period's; the brokers' places are left out. */
export function changeSince(previous: MetricsDto, current: MetricsDto): MetricsChangeDto {
  return {
    pipeline: changes(previous.pipeline as unknown as Figures, current.pipeline as unknown as Figures) as unknown as PipelineChangeDto,
    commissions: changes(previous.commissions as unknown as Figures, current.commissions as unknown as Figures) as unknown as CommissionSummaryChangeDto,
    active_policies: maybeChange(previous.active_policies, current.active_policies),
    expiring_policies_30days: maybeChange(previous.expiring_policies_30days, current.expiring_policies_30days),
  };
}

function changes(previous: Figures, current: Figures): Changes {
  return Object.fromEntries(Object.entries(current).map(([name, now]) => {
    const before = previous[name]!;
    return [name, typeof now === 'number' ? change(before as number, now) : changes(before as Figures, now)];
  }));
}

function change(before: number, now: number): ChangeDto {
  const absolute = exact(now).minus(before);
  return {
    absolute: absolute.toNumber(),
    percent: before > 0 ? absolute.times(100).dividedBy(before).toDecimalPlaces(2).toNumber() : null,
  };
}

function maybeChange(before: number | null, now: number | null): ChangeDto | null {
  return before === null || now === null ? null : change(before, now);
}
