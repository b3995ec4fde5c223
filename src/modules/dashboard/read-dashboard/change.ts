import { exact } from '../../../kernel/money.js';
import {
  type ChangeDto,
  type CommissionSummaryChangeDto,
  type MetricsChangeDto,
  type MetricsDto,
  type PipelineChangeDto,
} from './read-dashboard.dto.js';

/** Every figure of the metrics against the previous period's; the brokers' places are left out. */
export function changeSince(previous: MetricsDto, current: MetricsDto): MetricsChangeDto {
  return {
    pipeline: changes(previous.pipeline, current.pipeline) as PipelineChangeDto,
    commissions: changes(previous.commissions, current.commissions) as CommissionSummaryChangeDto,
    active_policies: maybeChange(previous.active_policies, current.active_policies),
    expiring_policies_30days: maybeChange(previous.expiring_policies_30days, current.expiring_policies_30days),
  };
}

/** The same names with a change for every number, at any depth. */
function changes(previous: object, current: object): object {
  return Object.fromEntries(
    Object.entries(current).map(([name, now]: [string, number | object]) => {
      const before = (previous as Record<string, number | object>)[name];
      return [name, typeof now === 'number' ? change(before as number, now) : changes(before as object, now)];
    }),
  );
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
