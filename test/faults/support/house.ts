import { setTimeout as pause } from 'node:timers/promises';
import { type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type ParsedMail } from 'mailparser';
import { PostgresServer } from '../../support/postgres-server.js';
import { browsersOf } from '../../support/processes.js';
import { RedisServer } from '../../support/redis-server.js';
import * as claude from '../../support/scripted-claude.js';
import { SmtpSink } from '../../support/smtp-sink.js';
import { System } from '../../support/system.js';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { Keeper } from './keeper.js';
import { type FaultKind, type PlannedFault } from './plan.js';

/** How long a database fault may still be felt after it is over: until waits for connections and statements have ended. */
const AFTERMATH_MS = 15_000;
const SAGAS = [
  'policy-creation',
  'commission-calculation',
  'contract-rendering',
  'policy-mail',
  'welcome-mail',
  'prospect-status',
  'activity',
];
const PLACES = [
  'relay.claimed',
  'relay.added',
  'mail.sending',
  'mail.handed-over',
  ...SAGAS.flatMap((saga) =>
    ['claimed', 'prepared', 'effect', 'committed'].map((place) => `delivery.${place}@${saga}`),
  ),
];

/** The whole system with everything it needs, each a process that can be hurt: what the storm rages in. */
export class House {
  /** When the database could not be relied on: an API may answer 503 then. */
  readonly troubles: { from: number; to: number }[] = [];
  /** Faults that found nothing left to hurt, a database that was down already for one, and why. */
  readonly missed = new Map<PlannedFault, string>();
  private readonly busy = new Set<string>();
  private readonly raging = new Set<Promise<void>>();

  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer | undefined,
    readonly proxy: TcpProxy,
    readonly sink: SmtpSink,
    private readonly smtpPort: number,
    readonly claude: claude.ScriptedClaude,
    readonly system: System,
    private readonly api: Keeper,
    private readonly workers: Keeper[],
  ) {}

  static async start(): Promise<House> {
    const [postgres, redis, scripted] = await Promise.all([
      PostgresServer.start(),
      RedisServer.start(),
      claude.ScriptedClaude.start(),
    ]);
    const proxy = await TcpProxy.start(postgres.url);
    const sink = new SmtpSink('accept', messageIdOnly);
    const smtp = await sink.start();
    const system = await System.start({
      proxy,
      workers: 2,
      environment: {
        REDIS_URL: redis?.url ?? '',
        SMTP_URL: smtp,
        ANTHROPIC_API_KEY: 'a-key-of-the-tests',
        ANTHROPIC_BASE_URL: scripted.url,
        ADVISOR_TIMEOUT_MS: '1000',
      },
    });
    const [api, ...workers] = [system.api, ...system.workers].map((program) => new Keeper(program));
    return new House(postgres, redis, proxy, sink, Number(new URL(smtp).port), scripted, system, api!, workers);
  }

  /** Throws a fault unless the same thing is hurt already; answers whether it did. It passes by itself. */
  throw(fault: PlannedFault): boolean {
    const target = targetOf(fault.kind);
    if (this.busy.has(target) || (target === 'Redis' && !this.redis)) return false;
    this.busy.add(target);
    const rage = this.hurt(fault)
      .catch((error: Error) => void this.missed.set(fault, error.message))
      .finally(() => {
        this.busy.delete(target);
        this.raging.delete(rage);
      });
    this.raging.add(rage);
    return true;
  }

  /** Waits for the last fault to pass, and leaves every process alive without failpoints. */
  async heal(): Promise<void> {
    await Promise.all(this.raging);
    await Promise.all([this.api, ...this.workers].map((keeper) => keeper.release()));
  }

  async stop(): Promise<void> {
    await this.system.stop();
    await Promise.all([this.proxy.cut(), this.sink.stop(), this.claude.stop(), this.redis?.stop()]);
    await this.postgres.stop();
  }

  private async hurt({ kind, milliseconds, choice }: PlannedFault): Promise<void> {
    const { proxy, redis, postgres, sink } = this;
    const worker = this.workers[Math.floor(choice * this.workers.length)]!;
    switch (kind) {
      case 'API killed':
        return this.api.kill();
      case 'API killed between acceptance and issue':
        return this.api.kill('event.committed@QuoteAccepted');
      case 'worker killed':
        return worker.kill();
      case 'worker killed at a failpoint':
        return worker.kill(PLACES[Math.floor(choice * PLACES.length)]);
      case 'worker stopped (SIGSTOP)':
        return worker.stop(milliseconds);
      case 'Redis emptied':
        return void (await redis!.ask((one) => one.flushall()));
      case 'Redis killed':
        return this.meanwhile(
          milliseconds,
          () => redis!.kill(),
          () => redis!.run(),
        );
      case 'Redis frozen':
        return this.meanwhile(
          milliseconds,
          () => redis!.freeze(),
          () => redis!.thaw(),
        );
      case 'Redis full':
        return this.meanwhile(
          milliseconds,
          () => this.fill('1'),
          () => this.fill('0'),
        );
      case 'PostgreSQL crashed':
        return this.trouble(() => postgres.crash());
      case 'database sessions ended':
        return this.trouble(() => postgres.endSessions());
      case 'connections reset':
        return this.trouble(() => proxy.reset());
      case 'connections cut':
        return this.trouble(() =>
          this.meanwhile(
            milliseconds,
            () => proxy.cut(),
            () => proxy.open(),
          ),
        );
      case 'connections cut within an answer':
        return this.trouble(() => void (proxy.bytesUntilCut = 1 + Math.floor(choice * 4000)));
      case 'connections black-holed':
        return this.trouble(() =>
          this.meanwhile(
            milliseconds,
            () => (proxy.behaviour = 'swallow'),
            () => this.reconnect(),
          ),
        );
      case 'connections slow':
        return this.trouble(() =>
          this.meanwhile(
            milliseconds,
            () => (proxy.latency = 10 + choice * 90),
            () => (proxy.latency = 0),
          ),
        );
      case 'COMMIT answer lost':
        return this.trouble(() => void (proxy.commitsToLose = 1));
      case 'SMTP down':
        return this.meanwhile(
          milliseconds,
          () => sink.stop(),
          () => sink.start(this.smtpPort),
        );
      case 'SMTP 421':
        return this.meanwhile(
          milliseconds,
          () => (sink.behaviour = 'busy'),
          () => (sink.behaviour = 'accept'),
        );
      case 'SMTP 550':
        return sink.next('refuse-recipient');
      case 'SMTP hangs after DATA':
        return sink.next('hang-after-data');
      case 'SMTP dies before 250':
        return sink.next('die-before-250');
      case 'SMTP dies after 250':
        return sink.next('die-after-250');
      case 'Claude silent':
        return this.meanwhile(
          milliseconds,
          () => this.claude.answers(claude.never),
          () => this.claude.answers(claude.honest),
        );
      case 'Claude 429':
        return this.meanwhile(
          milliseconds,
          () => this.claude.answers(claude.rateLimited),
          () => this.claude.answers(claude.honest),
        );
      case 'Claude sends garbage':
        return this.meanwhile(
          milliseconds,
          () => this.claude.answers(claude.garbage),
          () => this.claude.answers(claude.honest),
        );
      case 'Chromium killed':
        return browsersOf(worker.program.pid).forEach(kill);
    }
  }

  private async meanwhile(milliseconds: number, begin: () => unknown, end: () => unknown): Promise<void> {
    await begin();
    await pause(milliseconds);
    await end();
  }

  private async trouble(fault: () => unknown): Promise<void> {
    const trouble = { from: Date.now(), to: Infinity };
    this.troubles.push(trouble);
    try {
      await fault();
    } finally {
      trouble.to = Date.now() + AFTERMATH_MS;
    }
  }

  /** What was swallowed is lost, so no connection of before can go on. */
  private reconnect(): void {
    this.proxy.behaviour = 'pass';
    this.proxy.reset();
  }

  private async fill(most: string): Promise<void> {
    await this.redis!.ask((one) => one.config('SET', 'maxmemory', most));
  }
}

/** Two faults of one target would undo each other. */
function targetOf(kind: FaultKind): string {
  return kind.startsWith('connections') || kind === 'COMMIT answer lost' ? 'connections' : kind.split(' ')[0]!;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone by itself.
  }
}

/** Thousands of contracts as attachments would not fit into memory. */
async function messageIdOnly(mail: Readable): Promise<ParsedMail> {
  const whole = await text(mail);
  return { messageId: /^Message-ID:\s*(\S+)/im.exec(whole)?.[1] } as ParsedMail;
}
