import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { type Client } from '../support/client.js';
import { trials } from '../support/fault-report.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aPolicy, aProspect, quoteOf } from '../support/journey.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { type Backend, BACKENDS, System } from '../support/system.js';

jest.setTimeout(900_000);

const PLACES = ['claimed', 'prepared', 'effect', 'committed'];
const ofProspects = ['welcome-mail'];
const ofPolicies = ['policy-creation', 'commission-calculation', 'contract-rendering', 'policy-mail'];

/**
 * The worker dies at the first place, its successor at the second, and so on, each with a prospect or policy more on
 * its hands; where a place comes twice, the second death is over the same one's work.
 */
const CHAINS: Record<string, string[]> = {
  relay: again(['relay.claimed', 'relay.added']),
  mail: again(['mail.sending', 'mail.handed-over']),
  ...Object.fromEntries(
    [...ofProspects, ...ofPolicies].map((saga) => [saga, PLACES.map((place) => `delivery.${place}@${saga}`)]),
  ),
};
CHAINS['contract-rendering']!.splice(2, 0, 'delivery.prepared@contract-rendering');
/** Redis differs from PostgreSQL in how a dead worker's jobs come back, which two chains show. */
const CHAINS_ON: Record<Backend, string[]> = { postgres: Object.keys(CHAINS), redis: ['relay', 'contract-rendering'] };

/** These come at one place only, where the sagas' come at each of theirs. */
function again(places: string[]): string[] {
  return Array.from({ length: trials(1, 3, 5) }, () => places).flat();
}

/** Answers the quotes that were accepted meanwhile. */
async function dieAtEach(
  system: System,
  places: string[],
  begin: (broker: Client, name: string) => Promise<number | undefined>,
): Promise<number[]> {
  const broker = await system.as('broker1');
  const accepted: (number | undefined)[] = [];
  for (const [index, place] of places.entries()) {
    if (place !== places[index - 1]) accepted.push(await begin(broker, `${index}@example.com`));
    await system.worker.start({ FAILPOINTS: place });
    expect([place, await system.worker.ended()]).toEqual([place, 'SIGKILL']);
  }
  return accepted.filter((quote) => quote !== undefined);
}

async function nothingLostNothingTwice(system: System, accepted: number[]): Promise<void> {
  await system.worker.start();
  await system.quiet(240);
  await system.idle(60);
  expect(await checkInvariants(system, { accepted })).toEqual([]);
}

const signed = async (broker: Client, email: string) => (await aPolicy(broker, 'axa', { email })).quote_id as number;
const noted = async (broker: Client, email: string) => void (await aProspect(broker, { email }));

const chains = BACKENDS.flatMap((backend) =>
  CHAINS_ON[backend].filter((name) => name !== 'mail').map((name) => [name, backend] as const),
);

// Much of the time goes by until a dead worker's jobs come back, so several wait at once: as many as jest.config.mjs lets
// run (maxConcurrency), which Jest counts by `describe`.
describe('killed', () => {
  it.concurrent.each(chains)(
    'at each place of %s, queues on %s: nothing is lost, nothing is there twice',
    async (name, backend) => {
      const system = await System.start({ backend, worker: false });
      try {
        const accepted = await dieAtEach(system, CHAINS[name]!, ofPolicies.includes(name) ? signed : noted);
        await nothingLostNothingTwice(system, accepted);
      } finally {
        await system.stop();
      }
    },
  );

  it.concurrent(
    'with a mail in its hands, a worker sends it at most twice, under the same Message-ID, and counts that',
    async () => {
      const sink = new SmtpSink();
      const system = await System.start({ worker: false, environment: { SMTP_URL: await sink.start() } });
      try {
        await dieAtEach(system, CHAINS['mail']!, noted);
        // A minute later: until then its sender may still be at it.
        const doubtful = await system.query(
          `UPDATE mail SET sending_at = sending_at - interval '1 minute' WHERE status = 'sending' RETURNING message_id`,
        );
        await nothingLostNothingTwice(system, []);
        const mails = await system.query<{ message_id: string; attempts: number }>(
          'SELECT message_id, attempts FROM mail',
        );
        const sent = Map.groupBy(sink.mails, (mail) => mail.messageId!);
        expect([...sent.keys()].sort()).toEqual(mails.map((mail) => mail.message_id).sort());
        expect(
          mails
            .filter(({ attempts }) => attempts > 1)
            .map((mail) => mail.message_id)
            .sort(),
        ).toEqual(doubtful.map((mail) => mail.message_id).sort());
        const copies = [...sent].map(([id, { length }]) => ({
          length,
          doubtful: doubtful.some((mail) => mail.message_id === id),
        }));
        expect(copies.filter((mail) => mail.length > (mail.doubtful ? 2 : 1))).toEqual([]);
        expect(copies).toContainEqual({ length: 2, doubtful: true });
      } finally {
        await system.stop();
        await sink.stop();
      }
    },
  );

  it.concurrent('between acceptance and issue, an API leaves the issue to the saga alone', async () => {
    const system = await System.start({ worker: false });
    try {
      const broker = await system.as('broker1');
      const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
      await system.api.stop();
      await system.api.start({ FAILPOINTS: 'event.committed@QuoteAccepted' });
      await expect(broker.post(`/policies/${quote}/accept`)).rejects.toThrow();
      expect(await system.api.ended()).toBe('SIGKILL');
      expect(await system.query('SELECT * FROM policy')).toEqual([]);
      expect(await system.query('SELECT status FROM quote WHERE id = $1', [quote])).toEqual([{ status: 'accepted' }]);

      await system.worker.start();
      await system.quiet(120);
      const [issued] = await system.query(`SELECT metadata FROM event_store WHERE event_type = 'PolicyCreated'`);
      expect(issued.metadata.source).toBe('worker');
      expect(await checkInvariants(system, { accepted: [quote] })).toEqual([]);

      await system.api.start();
      const again = await broker.post(`/policies/${quote}/accept`);
      expect(again).toMatchObject({
        status: 409,
        body: { code: 'quote_not_open', policy_number: expect.stringMatching(/^INS-\d{4}-000001$/) },
      });
    } finally {
      await system.stop();
    }
  });
});

describe('the failpoints of the source', () => {
  it('are ten at most, in platform and queues alone, and each has killed above', async () => {
    const files = (await readdir('src', { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('failpoint.ts'),
    );
    const calls = (
      await Promise.all(
        files.map(async (file) =>
          [...(await readFile(join('src', file), 'utf8')).matchAll(/failpoint\(('([^']+)')?/g)].map((call) => ({
            file,
            place: call[2],
          })),
        ),
      )
    ).flat();
    expect(calls.filter(({ file, place }) => !place || !/^(platform|queues)[/\\]/.test(file))).toEqual([]);
    const killedAt = [
      ...Object.values(CHAINS)
        .flat()
        .map((place) => place.split('@')[0]!),
      'event.committed',
    ];
    expect(calls.map(({ place }) => place).sort()).toEqual([...new Set(killedAt)].sort());
    expect(calls.length).toBeLessThanOrEqual(10);
  });
});
