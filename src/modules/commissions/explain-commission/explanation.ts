import { exact, money, subtractMoney, sumMoney, type Money } from '../../../kernel/money.js';
import { type PremiumBreakdown } from '../../eligibility/index.js';
import { type CancelledTerm } from '../../policies/index.js';
import { type CommissionState } from '../commission.table.js';

/** How a node's value comes from those of its parts; `value` has no parts. `round`: half up to the cent. */
export const operations = ['value', 'sum', 'product', 'quotient', 'round'] as const;

/** One step of an explanation. Every value but a leaf's can be worked out from its parts. */
export interface ExplanationNode {
  step: string;
  label: string;
  operation: (typeof operations)[number];
  /** Exact; where it has no end, to twelve decimals. */
  value: string;
  parts: ExplanationNode[];
}

/** What a term's premium was made of, as far as the reader may know it. */
export interface ExplainedTerm {
  breakdown: PremiumBreakdown | null;
  /** How a cancellation left it. */
  cancelled: Pick<CancelledTerm, 'unused_days' | 'days_in_term' | 'earned' | 'kept'> | null;
}

const SHOWN_DECIMALS = 12;
const FACTORS = {
  base: 'Base premium',
  provider_multiplier: 'Provider',
  risk: 'Risk category',
  coverage: 'Coverage',
  age: 'Age',
  smoker: 'Smoker',
  conditions: 'Pre-existing conditions',
  occupation: 'Occupation',
} as const;

/**
 * A commission from the premium to its payout line. The root is what it comes to with everything that corrects it;
 * a rejected row stands in it with its counterpart.
 */
export function explain(
  row: CommissionState,
  corrected: CommissionState | null,
  corrections: readonly CommissionState[],
  term: ExplainedTerm,
): ExplanationNode {
  const own = corrected ? clawbackOf(row, corrected, term) : earned(row, term.breakdown);
  return sum('balance', 'What it comes to', [
    settled(row, own),
    ...corrections.map((correction) => settled(correction, clawbackOf(correction, row, { ...term, breakdown: null }))),
  ]);
}

function earned(row: CommissionState, breakdown: PremiumBreakdown | null): ExplanationNode {
  const premium = breakdown
    ? round(
        'premium',
        'Annual premium of the term',
        product(
          'unrounded_premium',
          'Every factor of the premium',
          Object.entries(FACTORS).map(([factor, label]) =>
            leaf(factor, label, breakdown[factor as keyof typeof FACTORS]),
          ),
        ),
      )
    : leaf('premium', 'Annual premium of the term', row.base_amount);
  const label = `${row.percentage} % for the ${row.beneficiary_role} (${row.commission_type})`;
  const rate = quotient(
    'rate',
    label,
    leaf('percentage', 'Per cent', row.percentage),
    leaf('hundred', 'Of a hundred', '100'),
  );
  return round('amount', 'Rounded half up to the cent', product('exact', 'Premium × rate', [premium, rate]));
}

function clawbackOf(
  row: CommissionState,
  corrected: CommissionState,
  { breakdown, cancelled }: ExplainedTerm,
): ExplanationNode {
  const premium = leaf('premium', 'Annual premium of the term', corrected.base_amount);
  const lost = cancelled ? lostPremium(premium, cancelled) : leaf('refund', 'Premium no longer owed', row.base_amount);
  return round(
    'clawback',
    'Rounded half up to the cent',
    product('exact', 'Taken back of what was earned', [
      earned(corrected, breakdown),
      quotient('share', 'Its share of the premium', lost, premium),
      leaf('sign', 'Taken back', '-1'),
    ]),
  );
}

/** What of the premium earns no commission: what is no longer owed, or all that was not paid where the policy lapsed. */
function lostPremium(
  premium: ExplanationNode,
  { unused_days, days_in_term, earned, kept = earned }: NonNullable<ExplainedTerm['cancelled']>,
): ExplanationNode {
  if (kept !== earned) {
    return sum('unpaid', 'Premium that was not paid', [
      premium,
      leaf('kept', 'Paid for the days with cover', subtractMoney('0.00', kept)),
    ]);
  }
  return round(
    'refund',
    'Premium no longer owed',
    product('exact', 'Premium × unused days / days', [
      premium,
      quotient(
        'unused',
        'Days without cover of all',
        leaf('unused_days', 'Days without cover', String(unused_days)),
        leaf('days_in_term', 'Days in the term', String(days_in_term)),
      ),
    ]),
  );
}

/** With what became of it: its payout line, or its rejection, which leaves nothing. */
function settled(row: CommissionState, amount: ExplanationNode): ExplanationNode {
  if (row.status === 'paid') return sum('payout_line', `Commission ${row.id} in payout ${row.payout_id}`, [amount]);
  if (row.status === 'rejected') {
    return sum('rejected', `Commission ${row.id}, rejected`, [
      amount,
      leaf('rejection', 'Rejected', subtractMoney('0.00', row.amount)),
    ]);
  }
  return sum('open', `Commission ${row.id}, ${row.status}`, [amount]);
}

function leaf(step: string, label: string, value: string): ExplanationNode {
  return { step, label, operation: 'value', value, parts: [] };
}

function sum(step: string, label: string, parts: ExplanationNode[]): ExplanationNode {
  return { step, label, operation: 'sum', value: sumMoney(parts.map(({ value }) => value as Money)), parts };
}

function product(step: string, label: string, parts: ExplanationNode[]): ExplanationNode {
  return { step, label, operation: 'product', value: shown(productOf(parts)), parts };
}

function quotient(step: string, label: string, dividend: ExplanationNode, divisor: ExplanationNode): ExplanationNode {
  return {
    step,
    label,
    operation: 'quotient',
    value: shown(exact(dividend.value).dividedBy(divisor.value)),
    parts: [dividend, divisor],
  };
}

/** Of the exact product, never of the shown one. */
function round(step: string, label: string, part: ExplanationNode): ExplanationNode {
  return { step, label, operation: 'round', value: money(productOf(part.parts)), parts: [part] };
}

function productOf(parts: readonly ExplanationNode[]) {
  return parts.reduce((value, part) => {
    if (part.operation !== 'quotient') return value.times(part.value);
    return value.times(part.parts[0]!.value).dividedBy(part.parts[1]!.value);
  }, exact(1));
}

function shown(value: ReturnType<typeof exact>): string {
  return value.toDecimalPlaces(SHOWN_DECIMALS).toFixed();
}
