import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { checkInvariants } from '../support/invariants.js';
import { aPolicy } from '../support/journey.js';
import { System } from '../support/system.js';
import { leftovers, wrongSights } from './support/eyes.js';

jest.setTimeout(120_000);

/** The checker finds what it looks for: each damage is done by hand, found, and undone. */
describe('the invariants', () => {
  let system: System;
  let policy: any;

  beforeAll(async () => {
    system = await System.start();
    policy = await aPolicy(await system.as('broker1'));
    await system.quiet();
    await system.idle();
  });
  afterAll(() => system?.stop());

  it('hold after an undisturbed journey', async () => {
    expect(await checkInvariants(system, { accepted: [policy.quote_id] })).toEqual([]);
  });

  it('miss an acceptance that a client was told of', async () => {
    const [{ id }] = await system.query(`SELECT id FROM quote WHERE status <> 'accepted' LIMIT 1`);
    expect(await checkInvariants(system, { accepted: [id] })).toEqual([`the acceptance of quote ${id} was lost`]);
  });

  it.each([
    [
      'a row that its events do not bear out',
      `UPDATE policy SET annual_premium = annual_premium + 0.01`,
      /annual_premium is/,
    ],
    ['a prospect that was never created', `UPDATE prospect SET status = 'new'`, /prospect .* status/],
    [
      'a gap in the numbers',
      `UPDATE policy SET policy_number = left(policy_number, 9) || '000007'`,
      /stands where INS-\d{4}-000001 belongs/,
    ],
    ['a commission too few', `DELETE FROM commission WHERE beneficiary_role = 'manager'`, /commissions are/],
    ['a cent too much', `UPDATE commission SET amount = amount + 0.01`, /commissions are/],
    ['a mail left half-way', `UPDATE mail SET status = 'sending' WHERE template = 'welcome'`, /was never finished/],
    ['a mail that no record tells of', `DELETE FROM mail`, /mails in the folder/],
    ['another contract than was stored', `UPDATE contract SET sha256 = repeat('0', 64)`, /is not what is kept of it/],
    ['no contract', `DELETE FROM contract`, /has 0 first contracts/],
    [
      'a delivery left open',
      `UPDATE event_delivery SET status = 'pending', next_at = 'infinity' WHERE subscriber = 'policy-mail'`,
      /policy-mail is pending/,
    ],
    [
      'a delivery that is missing',
      `DELETE FROM event_delivery WHERE subscriber = 'policy-mail'`,
      /deliveries are missing/,
    ],
    [
      'a job left over',
      `INSERT INTO bullmq.job (queue, id, seq, name, state, data, opts, added_at_ms) VALUES ('x', '1', 1, 'x', 'failed', '{}', '{}', 0)`,
      /jobs are left/,
    ],
    [
      'an event that was edited',
      `ALTER TABLE event_store DISABLE TRIGGER USER;
      UPDATE event_store SET data = data || '{"term": 2}' WHERE event_type = 'PolicyConfirmationSent'`,
      /PolicyConfirmationSent .* another hash/,
    ],
    [
      'an event that was taken out',
      `ALTER TABLE event_store DISABLE TRIGGER USER; ALTER TABLE event_delivery DISABLE TRIGGER USER;
      DELETE FROM event_delivery; DELETE FROM event_store WHERE event_type = 'PolicyContractGenerated'`,
      /does not follow version/,
    ],
  ])('find %s', async (_, damage, complaint) => {
    const client = await system.db.connect();
    try {
      await client.query('BEGIN');
      await client.query(damage);
      const damaged = Object.create(system, {
        query: { value: async (sql: string, values?: unknown[]) => (await client.query(sql, values)).rows },
      });
      expect((await checkInvariants(damaged as System)).join('\n')).toMatch(complaint);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('find a mail that was sent and never came, and one that came and is on no record', async () => {
    const [{ message_id }, ...others] = await system.query(`SELECT message_id FROM mail WHERE status = 'sent'`);
    expect(
      await checkInvariants(system, { received: [...others.map((mail) => mail.message_id), '<nobody@example.com>'] }),
    ).toEqual([
      `mail ${message_id} was sent and never received`,
      'mail <nobody@example.com> was received and is on no record',
    ]);
  });

  it('find personal data in the log', async () => {
    const { output } = system.api;
    system.api.output += ' marco.rossi@example.com ';
    expect(await checkInvariants(system)).toEqual([`email of prospect ${policy.prospect_id} stands in the log`]);
    system.api.output = output;
  });

  it('find somebody who sees what the oracle does not give them, or misses what it does', async () => {
    expect(await wrongSights(system)).toEqual([]);
    const answering = (changed: (rows: any[]) => any[]) =>
      Object.create(system, {
        query: {
          value: async (sql: string) =>
            /FROM policy/.test(sql) ? changed(await system.query(sql)) : system.query(sql),
        },
      }) as System;
    expect(await wrongSights(answering(() => []))).toContain(`broker1 sees /policies ${policy.id} and must not`);
    expect(await wrongSights(answering((rows) => [...rows, { id: 4711, prospect_id: policy.prospect_id }]))).toContain(
      'broker1 does not see /policies 4711',
    );
  });

  it('find nothing left over by an undisturbed system', async () => {
    expect(await leftovers(system)).toEqual([]);
  });

  it('find a contract that is gone from the disk', async () => {
    const [{ sha256 }] = await system.query('SELECT sha256 FROM contract');
    await rm(join(system.dataDir, 'documents', sha256.slice(0, 2), sha256));
    expect(await checkInvariants(system)).toEqual([`the contract of policy ${policy.id} is not what is kept of it`]);
  });
});
