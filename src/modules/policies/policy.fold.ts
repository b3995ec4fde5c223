import { type Fold } from '../../kernel/aggregate.js';
import { type FactOf } from '../../kernel/domain-event.js';
import { reminderDay } from './instalments.js';
import { type PolicyEvent } from './policy.events.js';
import { type AgreedTerm, type Instalment, type PolicyState } from './policy.table.js';

export const foldPolicy: Fold<PolicyState, PolicyEvent> = (state, event) => {
  const at = event.occurred_at;
  switch (event.type) {
    case 'PolicyCreated': {
      const { broker_id: _, manager_id: __, affiliate_id: ___, priced_for: ____, ...terms } = event.data;
      return withNextChase({
        ...terms,
        terms: [agreedTerm(event.data, at)],
        status: 'active',
        signed_at: at,
        cancelled_at: null,
        cancellation: null,
        announced_term: null,
        contract_document: null,
        confirmation_sent_at: null,
      });
    }
    case 'PolicyRenewed': {
      const {
        catalogue_version,
        term,
        start_date,
        end_date,
        renewal_date,
        deductible,
        annual_premium,
        monthly_premium,
        premium_breakdown,
        instalments,
      } = event.data;
      return withNextChase({
        ...state!,
        catalogue_version,
        term,
        start_date,
        end_date,
        renewal_date,
        deductible,
        annual_premium,
        monthly_premium,
        premium_breakdown,
        terms: [...state!.terms, agreedTerm(event.data, at)],
        instalments: [...state!.instalments, ...instalments],
        contract_document: null,
        confirmation_sent_at: null,
      });
    }
    case 'PolicyContractGenerated':
      return event.data.term === state!.term ? { ...state!, contract_document: event.data.document_id } : state!;
    case 'PolicyConfirmationSent':
      return event.data.term === state!.term ? { ...state!, confirmation_sent_at: at } : state!;
    case 'PolicyExpiring':
      return { ...state!, announced_term: event.data.term };
    case 'PolicyExpired':
      return { ...state!, status: 'expired' };
    case 'PolicyCancelled': {
      const { rule, cooling_off_until, effective_date, refund, paid_back } = event.data;
      return {
        ...state!,
        status: 'cancelled',
        cancelled_at: at,
        cancellation: { rule, cooling_off_until, effective_date, refund, paid_back },
      };
    }
    case 'InstalmentPaid':
      return withInstalment(state!, event.data, { paid_on: event.data.paid_on });
    case 'InstalmentOverdue':
      return withInstalment(state!, event.data, { lapses_on: event.data.lapses_on });
  }
};

type Folded = Omit<PolicyState, 'id' | 'version'>;

function agreedTerm(
  agreed: FactOf<PolicyEvent, 'PolicyCreated'>['data'] | FactOf<PolicyEvent, 'PolicyRenewed'>['data'],
  at: string,
): AgreedTerm {
  const { term, start_date, end_date, annual_premium, catalogue_version, broker_id, manager_id, affiliate_id } = agreed;
  return {
    term,
    start: start_date,
    end: end_date,
    annual_premium,
    catalogue_version,
    agreed_at: at,
    broker_id,
    manager_id,
    affiliate_id,
  };
}

function withInstalment(
  state: PolicyState,
  { term, number }: Pick<Instalment, 'term' | 'number'>,
  change: Partial<Instalment>,
): Folded {
  return withNextChase({
    ...state,
    instalments: state.instalments.map((one) =>
      one.term === term && one.number === number ? { ...one, ...change } : one,
    ),
  });
}

/** The oldest unpaid instalment decides: a reminder on the day after it fell due, then the day it was given. */
function withNextChase(state: Omit<Folded, 'chase_on'>): Folded {
  const oldest = oldestUnpaid(state.instalments);
  return { ...state, chase_on: oldest ? (oldest.lapses_on ?? reminderDay(oldest.due_date)) : null };
}

export function oldestUnpaid(instalments: readonly Instalment[]): Instalment | undefined {
  return instalments.filter((one) => one.paid_on === null).sort((a, b) => (a.due_date < b.due_date ? -1 : 1))[0];
}
