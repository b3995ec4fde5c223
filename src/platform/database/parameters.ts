/** Collects the bound values of a statement built in pieces: `add(value)` keeps it and returns its placeholder. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
