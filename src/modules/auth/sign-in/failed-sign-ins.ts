import { Injectable } from '@nestjs/common';
import { type Metric } from '../../../platform/observability/exposition.js';

/** Counts failed sign-ins of this process. Of a known name there is an event too; of an unknown one this is all. */
@Injectable()
export class FailedSignIns {
  private readonly counts = { known: 0, unknown: 0 };

  count(account: 'known' | 'unknown'): void {
    this.counts[account] += 1;
  }

  metrics(): Metric[] {
    const samples = Object.entries(this.counts).map(([account, value]) => ({ labels: { account }, value }));
    return [
      {
        name: 'crm_failed_sign_ins_total',
        help: 'Failed sign-ins, by whether there is an account of that name.',
        type: 'counter',
        samples,
      },
    ];
  }
}
