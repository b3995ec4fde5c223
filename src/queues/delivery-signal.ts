import { Injectable, Logger } from '@nestjs/common';
import { sql } from '../platform/database/sql.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';

/** The channel on which new deliveries are announced to the relays. */
export const DELIVERIES_CHANNEL = 'crm_deliveries';

/**
 * Tells the relays that there is something to claim. A hint only (the relays poll as well), so it is sent
 * after the commit and coalesced: NOTIFY inside the business transaction would serialise every commit.
 */
@Injectable()
export class DeliverySignal {
  private readonly logger = new Logger('DeliverySignal');
  private sending = false;
  private again = false;

  constructor(private readonly units: UnitOfWork) {}

  announce(): void {
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    void this.send();
  }

  private async send(): Promise<void> {
    do {
      this.again = false;
      try {
        await this.units.queryApart(sql`SELECT pg_notify(${DELIVERIES_CHANNEL}, '')`);
      } catch (error) {
        this.logger.debug(`the hint was lost, polling will find the deliveries: ${(error as Error).message}`);
      }
    } while (this.again);
    this.sending = false;
  }
}
