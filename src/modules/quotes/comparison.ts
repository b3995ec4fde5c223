import { Aggregate, type Fold, type Moment } from '../../kernel/aggregate.js';
import { type ComparisonEvent } from './quote.events.js';
import { type ComparisonState } from './comparison.table.js';

/** The quotes generated together, with the advisor's ranking. */
export class Comparison extends Aggregate<ComparisonState, ComparisonEvent> {
  protected readonly fold = foldComparison;

  generate(comparison: ComparisonEvent['data'], moment: Moment): void {
    this.apply('ComparisonGenerated', comparison, moment);
  }
}

export const foldComparison: Fold<ComparisonState, ComparisonEvent> = (_state, event) => {
  const { quotes: _, ...comparison } = event.data;
  return { ...comparison, generated_at: event.occurred_at };
};
