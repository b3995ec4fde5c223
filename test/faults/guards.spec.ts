import { describe, expect, it, jest } from '@jest/globals';
import { addJobs } from '../support/add-jobs.js';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aProspect, must, quoteOf } from '../support/journey.js';
import { aPolicyOf2000, approve, commissionsOf, withoutPaper } from '../support/money.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { System } from '../support/system.js';
import { Barrier } from './support/barrier.js';

jest.setTimeout(300_000);

interface Guard {
  /** What is taken away: a wall of the program (`test/support/wall-down.mjs`), a constraint by SQL. */
  wall?: string;
  sql?: string;
  /** Walls that are down in both runs, since they would hide that this one is missing. */
  downAnyway?: string[];
  environment?: NodeJS.ProcessEnv;
}

/** The same story side by side on two systems that differ in one guard; only the API runs at first. */
async function withAndWithout<T>(
  { wall, sql, downAnyway = [], environment = {} }: Guard,
  story: (system: System) => Promise<T>,
): Promise<{ with: T; without: T }> {
  const run = async (guarded: boolean): Promise<T> => {
    const down = [...downAnyway, ...(wall && !guarded ? [wall] : [])];
    const loaded =
      down.length > 0 ? { NODE_OPTIONS: '--import=./test/support/wall-down.mjs', WALL_DOWN: down.join() } : {};
    const system = await System.start({ worker: false, environment: { ...environment, ...loaded } });
    try {
      if (sql && !guarded) await system.query(sql);
      return await story(system);
    } finally {
      await system.stop();
    }
  };
  const [guarded, unguarded] = await Promise.all([run(true), run(false)]);
  return { with: guarded, without: unguarded };
}

/** Puts deliveries off, so that only the jobs of the test itself bring them. */
const putOff = (system: System, subscriber: string) =>
  system.query(`UPDATE event_delivery SET next_at = clock_timestamp() + interval '1 hour' WHERE subscriber = $1`, [
    subscriber,
  ]);

/** The year's number row, held: whoever issues a policy comes to stand before it. */
async function heldNumber(system: System): Promise<Barrier> {
  await system.query(
    `INSERT INTO number_series (series, last_number) VALUES ('policy-' || extract(year FROM clock_timestamp()), 0)`,
  );
  return Barrier.raise(system, 'SELECT FROM number_series FOR UPDATE');
}

async function statuses(system: System, prospectId: number): Promise<string[]> {
  const rows = await system.query<{ status: string }>(
    `SELECT status FROM event_delivery WHERE aggregate_type = 'prospect' AND aggregate_id = $1::text`,
    [prospectId],
  );
  return rows.map(({ status }) => status);
}

async function settled(system: System): Promise<void> {
  await system.quiet(120);
  await system.idle(60);
}

describe('taken away, its fault comes in:', () => {
  it("the inbox, a delivery's status read under its row's lock", async () => {
    const story = async (system: System) => {
      await system.query('ALTER TABLE activity DROP CONSTRAINT activity_pkey');
      await aProspect(await system.as('broker1'));
      await putOff(system, 'activity');
      const [{ event_id }] = await system.query(`SELECT event_id FROM event_delivery WHERE subscriber = 'activity'`);
      const barrier = await Barrier.raise(
        system,
        `SELECT FROM event_delivery WHERE subscriber = 'activity' FOR UPDATE`,
      );
      await addJobs(system, 'activity', [event_id], 2);
      await system.worker.start();
      await barrier.waits(2);
      await barrier.fall();
      await settled(system);
      return system.query('SELECT event_type FROM activity WHERE event_id = $1', [event_id]);
    };
    const fact = { event_type: 'ProspectCreated' };
    expect(await withAndWithout({ wall: 'inbox', downAnyway: ['activity-key'] }, story)).toEqual({
      with: [fact],
      without: [fact, fact],
    });
  });

  it('the lease: what a dead relay had claimed is lost', async () => {
    const outcome = await withAndWithout({ wall: 'lease' }, async (system) => {
      const broker = await system.as('broker1');
      await aProspect(broker);
      await system.worker.start({ FAILPOINTS: 'relay.claimed' });
      expect(await system.worker.ended()).toBe('SIGKILL');
      const leased = await system.query(
        `SELECT event_id FROM event_delivery WHERE status = 'forwarded' AND next_at > clock_timestamp()`,
      );
      expect(leased).toHaveLength(3);
      // A quarter of a minute later.
      await system.query(`UPDATE event_delivery SET next_at = next_at - interval '15 s' WHERE status = 'forwarded'`);
      const later = await aProspect(broker, { email: 'later@example.com' });
      await system.worker.start();
      await eventually(async () => expect(await statuses(system, later)).toEqual(['done', 'done', 'done']), 60);
      // What is due longer is claimed first, so that by now it has been claimed again, or never will be.
      const lost = await system.query(`SELECT 1 FROM event_delivery WHERE status = 'forwarded' AND forwards = 1`);
      if (lost.length === 0) await system.quiet();
      return (await checkInvariants(system)).map((violation) => violation.replace(/^ProspectCreated for \S+/, '…'));
    });
    expect(outcome).toEqual({
      with: [],
      without: ['… is forwarded: null', '… is forwarded: null', '… is forwarded: null'],
    });
  });

  it("the prospect's lock: somebody is insured twice", async () => {
    const outcome = await withAndWithout(
      { wall: 'prospect-lock', environment: { FAILPOINTS: 'event.committed@QuoteAccepted' } },
      async (system) => {
        const broker = await system.as('broker1');
        const prospect = await aProspect(broker);
        await expect(
          broker.post(`/policies/${quoteOf(await aComparison(broker, prospect), 'axa')}/accept`),
        ).rejects.toThrow();
        await system.api.start({ FAILPOINTS: '' });
        const second = quoteOf(await aComparison(broker, prospect), 'axa');
        const barrier = await heldNumber(system);
        await system.query(
          `UPDATE event_delivery SET status = 'skipped' WHERE subscriber <> 'policy-creation' AND status = 'pending'`,
        );
        await system.worker.start({ FAILPOINTS: '' });
        await barrier.waits(1);
        // The second policy comes from the request alone: the saga would issue it beside that, and the later of the two fails.
        await system.query(
          `ALTER TABLE event_delivery ALTER next_at SET DEFAULT clock_timestamp() + interval '1 hour'`,
        );
        const answer = broker.post(`/policies/${second}/accept`);
        await barrier.waits(2);
        await barrier.fall();
        const { status, body } = await answer;
        await withoutPaper(system);
        return {
          answer: `${status} ${body.code ?? ''}`,
          policies: await system.query(`SELECT provider, insurance_type, status FROM policy`),
        };
      },
    );
    const policy = { provider: 'axa', insurance_type: 'life', status: 'active' };
    expect(outcome).toEqual({
      with: { answer: '409 already_insured', policies: [policy] },
      without: { answer: '201 ', policies: [policy, policy] },
    });
  });

  it('one policy for one quote: it has two', async () => {
    let quote = 0;
    const guard = { sql: 'ALTER TABLE policy DROP CONSTRAINT policy_quote_once', downAnyway: ['prospect-lock'] };
    const outcome = await withAndWithout(guard, async (system) => {
      const broker = await system.as('broker1');
      quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
      const barrier = await heldNumber(system);
      await system.worker.start();
      const answer = broker.post(`/policies/${quote}/accept`);
      await barrier.waits(2);
      await barrier.fall();
      await answer;
      await settled(system);
      return checkInvariants(system, { accepted: [quote] });
    });
    expect(outcome).toEqual({ with: [], without: [`quote ${quote} is accepted and has 2 policies`] });
  });

  it('one commission per term and earner: it is earned twice', async () => {
    const outcome = await withAndWithout(
      { sql: 'DROP INDEX commission_once', downAnyway: ['commission-lock'] },
      async (system) => {
        const policy = await aPolicyOf2000(system);
        must(await (await system.as('admin')).post(`/policies/${policy.id}/cancel`, { reason: 'Sold' }), 200);
        await withoutPaper(system);
        const barrier = await Barrier.raise(system, 'LOCK TABLE commission IN SHARE MODE');
        await system.worker.start();
        await barrier.waits(2);
        await barrier.fall();
        await system.quiet(120);
        const rows = await system.query(
          'SELECT beneficiary_role FROM commission WHERE corrects_id IS NULL ORDER BY id',
        );
        return rows.map((row) => row.beneficiary_role).sort();
      },
    );
    const earners = ['affiliate', 'broker', 'manager'];
    expect(outcome).toEqual({ with: earners, without: [...earners, ...earners].sort() });
  });

  it('one record per mail: it goes out twice', async () => {
    const sinks: SmtpSink[] = [];
    const story = async (system: System) => {
      const sink = new SmtpSink();
      sinks.push(sink);
      Object.assign(system.environment, { SMTP_URL: await sink.start() });
      await aProspect(await system.as('broker1'));
      await putOff(system, 'welcome-mail');
      await system.query(`UPDATE event_delivery SET status = 'skipped' WHERE subscriber <> 'welcome-mail'`);
      const [{ event_id }] = await system.query(
        `SELECT event_id FROM event_delivery WHERE subscriber = 'welcome-mail'`,
      );
      const barrier = await Barrier.raise(system, 'LOCK TABLE mail IN SHARE MODE');
      await addJobs(system, 'welcome-mail', [event_id], 2);
      await system.worker.start();
      await barrier.waits(2);
      await barrier.fall();
      await settled(system);
      return { sent: sink.mails.length, violations: await checkInvariants(system) };
    };
    try {
      expect(
        await withAndWithout({ wall: 'mail-key', sql: 'ALTER TABLE mail DROP CONSTRAINT mail_pkey' }, story),
      ).toEqual({
        with: { sent: 1, violations: [] },
        without: { sent: 2, violations: ['two mails share a Message-ID'] },
      });
    } finally {
      await Promise.all(sinks.map((sink) => sink.stop()));
    }
  });

  it('one payout line per commission: it is paid twice', async () => {
    const guard = { sql: 'ALTER TABLE payout_item DROP CONSTRAINT payout_item_once', downAnyway: ['payout-lock'] };
    const outcome = await withAndWithout(guard, async (system) => {
      const policy = await aPolicyOf2000(system);
      await withoutPaper(system);
      await system.worker.start();
      await system.quiet();
      const ids = (await approve(system, await commissionsOf(system, policy.id))).map((row) => row.id);
      // By the foreign key each would hold what the other wants next: the deadlock's victim would begin anew and find the rows paid.
      await system.query('ALTER TABLE payout_item DROP CONSTRAINT payout_item_commission');
      const admin = await system.as('admin');
      const barrier = await Barrier.raise(system, 'LOCK TABLE payout_item IN SHARE MODE');
      const answers = [1, 2].map(() => admin.post('/commissions/payouts', { ids }));
      await barrier.waits(2);
      await barrier.fall();
      await Promise.all(answers);
      const lines = await system.query('SELECT commission_id FROM payout_item');
      return {
        lines: lines.length,
        paidTwice: (await checkInvariants(system)).filter((one) => one.includes('payout line')).length > 0,
      };
    });
    expect(outcome).toEqual({ with: { lines: 3, paidTwice: false }, without: { lines: 6, paidTwice: true } });
  });

  it('the order of locks: two changes wait for each other in a circle', async () => {
    const outcome = await withAndWithout(
      { wall: 'lock-order', environment: { LOG_LEVEL: 'debug' } },
      async (system) => {
        const broker = await system.as('broker1');
        const quotes = (await aComparison(broker, await aProspect(broker))).quotes
          .map((one: any) => one.id)
          .sort((a: number, b: number) => a - b);
        const barrier = await Barrier.raise(system, `SELECT FROM quote WHERE id = ${quotes[1]} FOR UPDATE`);
        const answers = [quotes[0], quotes[2]].map((id) => broker.post(`/policies/${id}/accept`));
        await barrier.waits(2);
        await barrier.fall();
        const statuses = (await Promise.all(answers)).map(({ status }) => status).sort();
        return { statuses, deadlock: system.api.output.includes('deadlock detected') };
      },
    );
    // The unit of work runs again, so that nobody but the log hears of it.
    const statuses = [201, 409];
    expect(outcome).toEqual({ with: { statuses, deadlock: false }, without: { statuses, deadlock: true } });
  });

  it('the number taken last: one who waits keeps everybody waiting', async () => {
    const outcome = await withAndWithout({ wall: 'number-last' }, async (system) => {
      const broker = await system.as('broker1');
      const prospects = [await aProspect(broker), await aProspect(broker, { email: 'second@example.com' })];
      const quotes = [];
      for (const prospect of prospects) quotes.push(quoteOf(await aComparison(broker, prospect), 'axa'));
      const barrier = await Barrier.raise(system, `SELECT FROM prospect WHERE id = ${prospects[0]} FOR UPDATE`);
      const waiting = broker.post(`/policies/${quotes[0]}/accept`);
      await barrier.waits(1);
      let signed = false;
      const other = broker.post(`/policies/${quotes[1]}/accept`).finally(() => (signed = true));
      const happened = await eventually(async () => {
        if (signed) return 'signed';
        if ((await barrier.waiting()) > 1) return 'waits';
        throw new Error('neither yet');
      });
      await barrier.fall();
      return { other: happened, both: (await Promise.all([waiting, other])).map(({ status }) => status) };
    });
    expect(outcome).toEqual({
      with: { other: 'signed', both: [201, 201] },
      without: { other: 'waits', both: [201, 201] },
    });
  });
});
