import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { report, trials } from '../support/fault-report.js';
import { checkInvariants } from '../support/invariants.js';
import { aProspect } from '../support/journey.js';
import { type SinkBehaviour, SmtpSink } from '../support/smtp-sink.js';
import { System } from '../support/system.js';

jest.setTimeout(1_800_000);

/** Everything that a mail server may do to one mail, and what becomes of it. */
describe('a mail server that', () => {
  let sink: SmtpSink;
  let system: System;
  let persons = 0;

  beforeAll(async () => {
    sink = new SmtpSink();
    system = await System.start({ environment: { SMTP_URL: `${await sink.start()}?socketTimeout=1500` } });
  });
  afterAll(async () => {
    await system?.stop();
    await sink?.stop();
  });

  /** A mail whose fate is open is tried again after a minute; here the minute has passed at once. */
  async function waitForDoubt(address: string): Promise<void> {
    await eventually(async () => {
      const [doubtful] = await system.query(
        `UPDATE mail SET sending_at = sending_at - interval '60 s' WHERE status = 'sending' AND last_error IS NOT NULL RETURNING last_error`,
      );
      if (!doubtful) throw new Error(`the mail to ${address} is not in doubt yet`);
    }, 60);
    await system.query(`UPDATE event_delivery SET next_at = clock_timestamp() WHERE status = 'pending'`);
  }

  it.each<[string, SinkBehaviour, { received: number; status: string; inDoubt?: boolean }]>([
    ['is busy (421)', 'busy', { received: 1, status: 'done' }],
    ['defers the message (451)', 'defer-message', { received: 2, status: 'done' }],
    ['knows no such recipient (550)', 'refuse-recipient', { received: 0, status: 'dead' }],
    ['refuses the message (554)', 'refuse-message', { received: 1, status: 'dead' }],
    ['hangs after DATA', 'hang-after-data', { received: 2, status: 'done', inDoubt: true }],
    ['dies before its 250', 'die-before-250', { received: 2, status: 'done', inDoubt: true }],
    ['dies after its 250', 'die-after-250', { received: 1, status: 'done' }],
  ])('%s', async (fault, behaviour, { received, status, inDoubt = false }) => {
    const rounds = trials(1, 1, 20);
    for (let round = 0; round < rounds; round += 1) {
      const address = `mailed.${(persons += 1)}@example.com`;
      sink.next(behaviour);
      // An admin's prospect has no broker to be told, so that this is the only mail.
      await aProspect(await system.as('admin'), { email: address });
      if (inDoubt) await waitForDoubt(address);
      await system.quiet(120);
      const copies = sink.mails.filter((mail) => (mail.to as any).text === address);
      expect(copies).toHaveLength(received);
      expect(new Set(copies.map((mail) => mail.messageId)).size).toBe(Math.min(received, 1));
      const [delivery] = await system.query(
        `SELECT status FROM event_delivery WHERE subscriber = 'welcome-mail' ORDER BY event_id DESC LIMIT 1`,
      );
      expect(delivery).toEqual({ status });
    }
    expect(await checkInvariants(system, { received: sink.mails.map((mail) => mail.messageId!) })).toEqual([]);
    report({
      fault: `SMTP server ${fault}`,
      trials: rounds,
      violations: 0,
      note: inDoubt ? 'sent again with the same Message-ID: the server may have taken it' : undefined,
    });
  });
});
