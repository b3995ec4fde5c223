import { DomainError, type FieldError } from '../../kernel/domain-error.js';

/** What stands against each id of a list that is done whole or not at all. */
export class Refusals {
  private readonly errors: (FieldError & { id: number })[] = [];

  constructor(private readonly ids: readonly number[]) {}

  add(id: number, code: string, message: string): void {
    this.errors.push({ id, field: `ids.${this.ids.indexOf(id)}`, code, message });
  }

  /** Absent and out of sight, which the caller cannot tell apart. */
  absent(id: number): void {
    this.add(id, 'not_found', `Commission ${id} does not exist, or is not visible to you.`);
  }

  /** @throws DomainError of this code, naming every id that something stands against */
  throwAs(code: string, outcome: string): void {
    if (this.errors.length === 0) return;
    const errors = this.errors.toSorted((a, b) => this.ids.indexOf(a.id) - this.ids.indexOf(b.id));
    const ids = [...new Set(errors.map(({ id }) => id))];
    throw new DomainError(
      code,
      `${outcome}: ${errors[0]!.message}${more(ids.length - 1)}`,
      { commission_ids: ids },
      errors.map(({ field, code, message }) => ({ field, code, message })),
    );
  }
}

function more(count: number): string {
  if (count === 0) return '';
  return ` And ${count} more, see errors.`;
}
