import { Aggregate, type Fold, type Moment } from '../../kernel/aggregate.js';
import { DomainError } from '../../kernel/domain-error.js';
import { type ProspectEvent } from './prospect.events.js';
import { type ProspectStatus, type ProspectDetails, type ProspectState } from './prospect.table.js';

/** How far a prospect has come; `declined` stands outside. */
const PROGRESS: readonly ProspectStatus[] = ['new', 'contacted', 'quoted', 'policy_signed'];

/** A person, family or business that may buy; stays one after buying. */
export class Prospect extends Aggregate<ProspectState, ProspectEvent> {
  protected readonly fold = foldProspect;

  create(
    details: ProspectDetails,
    belongs: { assigned_broker: number | null; referred_by: number | null; created_by: number },
    moment: Moment,
  ): void {
    this.apply('ProspectCreated', { ...details, ...belongs }, moment);
  }

  /** Records only what differs; nothing where nothing does. */
  update(details: Partial<ProspectDetails>, moment: Moment): void {
    const changes = Object.entries(details).filter(
      ([field, value]) => this.state[field as keyof ProspectDetails] !== value,
    );
    if (changes.length > 0)
      this.apply('ProspectUpdated', Object.fromEntries(changes) as Partial<ProspectDetails>, moment);
  }

  assign(broker: number | null, moment: Moment): void {
    const previous = this.state.assigned_broker;
    if (previous !== broker)
      this.apply('ProspectAssigned', { assigned_broker: broker, previous_broker: previous }, moment);
  }

  /** By hand: a broker notes that the prospect was contacted or has declined. */
  setStatus(status: ProspectStatus, moment: Moment): void {
    const present = this.state.status;
    if (present === status) return;
    const reachable =
      { contacted: ['new', 'declined'], declined: ['new', 'contacted', 'quoted'] }[status as string] ?? [];
    if (!reachable.includes(present)) {
      throw new DomainError('status_not_reachable', `A prospect that is ${present} cannot be set to ${status}.`, {
        prospect_status: present,
      });
    }
    this.moveTo(status, moment);
  }

  /** By itself, as quotes and policies come into being; never backwards. */
  advance(status: 'quoted' | 'policy_signed', moment: Moment): void {
    if (furthest(this.state.status, status) !== this.state.status) this.moveTo(status, moment);
  }

  /** The same, told late: whoever has come so far before may have declined since, and that stands. */
  catchUp(status: 'quoted' | 'policy_signed', moment: Moment): void {
    if (furthest(this.state.reached, status) !== this.state.reached) this.advance(status, moment);
  }

  delete(moment: Moment): void {
    this.apply('ProspectDeleted', {}, moment);
  }

  private moveTo(status: ProspectStatus, moment: Moment): void {
    this.apply('ProspectStatusChanged', { status, previous_status: this.state.status }, moment);
  }
}

export const foldProspect: Fold<ProspectState, ProspectEvent> = (state, event) => {
  const updated_at = event.occurred_at;
  switch (event.type) {
    case 'ProspectCreated':
      return { ...event.data, status: 'new', reached: 'new', created_at: event.occurred_at, updated_at };
    case 'ProspectUpdated':
      return { ...state!, ...event.data, updated_at };
    case 'ProspectAssigned':
      return { ...state!, assigned_broker: event.data.assigned_broker, updated_at };
    case 'ProspectStatusChanged':
      return { ...state!, status: event.data.status, reached: furthest(state!.reached, event.data.status), updated_at };
    case 'ProspectDeleted':
      return { ...state!, updated_at };
  }
};

function furthest(one: ProspectStatus, other: ProspectStatus): ProspectStatus {
  return PROGRESS.indexOf(other) > PROGRESS.indexOf(one) ? other : one;
}

/** What to call the prospect: its company, or its first and last name. */
export function displayName(
  prospect: Pick<ProspectDetails, 'type' | 'company_name' | 'first_name' | 'last_name'>,
): string {
  const person = [prospect.first_name, prospect.last_name].filter(Boolean).join(' ');
  return (prospect.type === 'business' ? prospect.company_name : null) ?? person;
}
