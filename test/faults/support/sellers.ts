import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Client } from '../../support/client.js';
import { type System } from '../../support/system.js';

/** One acceptance as its client knows it. */
export interface Acceptance {
  quote: number;
  key: string;
  /** `unknown`: no answer that tells, however often it was sent again under its key. */
  outcome: 'ok' | 'refused' | 'unknown';
  policyNumber?: string;
  tries: number;
  began: number;
  ended: number;
}

/** An answer that should not have come. */
export interface Oddity {
  at: number;
  status: number;
  what: string;
  /** The id under which the API logged it. */
  request?: string;
}

const NEEDS = [
  ['life', 500_000],
  ['auto', 50_000],
  ['home', 100_000],
  ['health', 50_000],
] as const;
const PATIENCE_MS = 20_000;
/** Nothing of these may stand in an error. */
const INTERNAL =
  /ECONN|EPIPE|127\.0\.0\.1|crm_(app|owner)|SELECT |INSERT |UPDATE |node_modules|\.js:\d|\.ts:\d|QueryFailed|postgres:\/\//;

/** Brokers who sign policies without a pause, send again what was not answered, and note what they were told. */
export class Sellers {
  readonly history: Acceptance[] = [];
  readonly oddities: Oddity[] = [];
  private closed: number | undefined;
  private persons = 0;
  private readonly clients = new Map<string, Promise<Client>>();

  constructor(
    private readonly system: System,
    /** Whether there is so much to do already that sellers wait. */
    private readonly crowded: () => boolean,
  ) {}

  /** Begins nothing more; what is under way goes on. */
  close(): void {
    this.closed = Date.now();
  }

  get acknowledged(): number {
    return this.history.filter((one) => one.outcome === 'ok').length;
  }

  /** Sells until closed; resolves when the last acceptance is known, or given up. */
  async sell(broker: string): Promise<void> {
    while (!this.closed) {
      const introducedBy = this.persons % 5 === 4 ? 'affiliate1' : broker;
      const seller = introducedBy === 'affiliate1' ? 'broker1' : broker;
      const prospect = await this.until(introducedBy, '/prospects', this.nextPerson(), 201);
      for (const [insurance_type, coverage_amount] of NEEDS) {
        while (this.crowded() && !this.closed) await pause(200);
        if (this.closed || !prospect) break;
        const comparison = await this.until(
          seller,
          '/quotes/generate',
          { prospect_id: prospect.body.id, insurance_type, coverage_amount },
          201,
        );
        const quote = comparison?.body.quotes[0]?.id as number | undefined;
        if (quote) await this.accept(seller, quote);
      }
    }
  }

  /** Reads a list as anybody would. */
  async look(username: string, path: string): Promise<void> {
    const client = await this.signedIn(username);
    const answer = await client?.get(path, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
    if (answer?.status === 401) this.clients.delete(username);
    if (answer) this.judge(answer, `GET ${path}`);
  }

  private async accept(seller: string, quote: number): Promise<void> {
    const acceptance: Acceptance = {
      quote,
      key: randomUUID(),
      outcome: 'unknown',
      tries: 0,
      began: Date.now(),
      ended: 0,
    };
    this.history.push(acceptance);
    const answer = await this.until(seller, `/policies/${quote}/accept`, {}, 201, acceptance);
    acceptance.ended = Date.now();
    if (!answer) return;
    acceptance.outcome = answer.status === 201 ? 'ok' : 'refused';
    acceptance.policyNumber = answer.body.policy?.policy_number;
  }

  /** Sends a POST under one key until it is answered for good; undefined where that has not come two minutes after closing. */
  private async until(
    who: string,
    path: string,
    body: object,
    status: number,
    request: Pick<Acceptance, 'key' | 'tries'> = { key: randomUUID(), tries: 0 },
  ): Promise<Answer | undefined> {
    while (!this.closed || Date.now() < this.closed + 120_000) {
      const client = await this.signedIn(who);
      const answer = await client
        ?.post(path, body, { headers: { 'idempotency-key': request.key }, signal: AbortSignal.timeout(PATIENCE_MS) })
        .catch(() => undefined);
      request.tries += 1;
      if (answer) this.judge(answer, `POST ${path}`);
      if (answer?.status === 401) this.clients.delete(who);
      else if (answer && answer.status < 500 && answer.body.code !== 'request_in_progress') {
        if (answer.status === status) return answer;
        this.oddities.push({
          at: Date.now(),
          status: answer.status,
          what: `POST ${path} was refused: ${JSON.stringify(answer.body)}`,
        });
        return answer.status === 429 ? undefined : answer;
      }
      await pause(250);
    }
    return undefined;
  }

  private async signedIn(username: string): Promise<Client | undefined> {
    const known = this.clients.get(username) ?? this.system.signIn(username);
    this.clients.set(username, known);
    return known.catch(() => {
      this.clients.delete(username);
      return undefined;
    });
  }

  /** No 5xx but 503, and nothing internal in any refusal. */
  private judge({ status, body, headers }: Answer, what: string): void {
    if (status < 400) return;
    const text = JSON.stringify(body);
    if (INTERNAL.test(text)) this.oddities.push({ at: Date.now(), status, what: `${what} leaks: ${text}` });
    if (status >= 500)
      this.oddities.push({
        at: Date.now(),
        status,
        what: `${what}: ${text}`,
        request: headers.get('x-request-id') ?? undefined,
      });
  }

  /** Somebody new whose every field can be told from everybody else's, and from every word of the program. */
  private nextPerson(): object {
    const number = this.persons;
    this.persons += 1;
    const letters = [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    return {
      type: 'individual',
      first_name: 'Zoraide',
      last_name: `Zampiero${letters}`,
      email: `zampiero.${letters}@example.com`,
      phone: `+39 333 ${String(5_000_000 + number)}`,
      birth_date: `${1975 + (number % 20)}-03-15`,
      notes: `knows Zuleika ${letters}`,
    };
  }
}
