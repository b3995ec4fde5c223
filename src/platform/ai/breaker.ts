/**
 * Stops asking a service that keeps failing: open for `openMs` after `limit` failures in a row. Afterwards requests
 * pass again, and the first failure opens it anew; one success closes it.
 */
export class Breaker {
  private failures = 0;
  private openUntil = -Infinity;

  constructor(
    private readonly limit: number,
    private readonly openMs: number,
    /** Milliseconds of a monotonic clock. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isOpen(): boolean {
    return this.now() < this.openUntil;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures >= this.limit) this.openUntil = this.now() + this.openMs;
  }
}
