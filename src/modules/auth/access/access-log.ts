import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { insert } from '../../../platform/database/statements.js';
import { type RowOf } from '../../../platform/database/table.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { PersonalData, type SealedBox } from '../../../platform/event-store/personal-data.js';
import { ACCESS_LOG } from './access-log.table.js';
import { type AccessEntry } from './may.js';
import { type SignedIn } from '../sign-in/signed-in.js';
import { isLogged, objectOf } from './logged.js';

type Entry = Omit<RowOf<typeof ACCESS_LOG>, 'id'>;

/** What is written down of one request, without its person's data: who, what, which object, how it ended. */
type Access = Omit<Entry, 'sealed_ip'> & { ip: string };

const WRITE_AFTER_MS = 1000;
const WRITE_AT_ONCE = 500;
/** While the database is away; older ones are given up beyond it, and the log says how many. */
const MOST_KEPT = 50_000;

/**
 * Writes down who looked at which person's data, and who administers and operates the system; tries that were refused
 * too. In batches after the answers, so that nobody waits for it: a stopping process writes what it holds, one that is
 * killed loses the last second.
 */
@Injectable()
export class AccessLog implements OnModuleInit {
  private readonly logger = new Logger('AccessLog');
  private readonly underWay = new WeakMap<FastifyRequest, Omit<Access, 'at' | 'status'>>();
  private waiting: Access[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly units: UnitOfWork,
    private readonly personalData: PersonalData,
  ) {}

  onModuleInit(): void {
    // Only the API has one.
    const fastify = (this.host.httpAdapter as { getInstance?(): FastifyInstance } | undefined)?.getInstance?.();
    fastify?.addHook?.('onResponse', async (request, reply) => this.end(request, reply.statusCode));
    // After the last request, and while the database is still there.
    fastify?.addHook?.('onClose', () => this.write());
  }

  /** A signed-in user has come to this route. */
  begin(request: FastifyRequest, { id, role }: SignedIn, entry: Exclude<AccessEntry, 'open'>): void {
    const object = objectOf(request);
    if (!isLogged(entry.resource, object)) return;
    this.underWay.set(request, {
      user_id: id,
      role,
      object,
      action: `${entry.resource}.${entry.action}`,
      route: `${request.method} ${request.routeOptions.url}`,
      request_id: request.id,
      ip: request.ip,
    });
  }

  private end(request: FastifyRequest, status: number): void {
    const access = this.underWay.get(request);
    // Other refusals show nothing, and tell nothing of what was looked for.
    if (!access || (status >= 400 && status !== 403 && status !== 404)) return;
    this.waiting.push({ at: new Date().toISOString(), ...access, status });
    if (this.waiting.length === WRITE_AT_ONCE) void this.write();
    else this.timer ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref();
  }

  private write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeWaiting());
    return this.writing;
  }

  private async writeWaiting(): Promise<void> {
    const batch = this.waiting.splice(0);
    if (batch.length === 0) return;
    try {
      await this.units.query(insert(ACCESS_LOG, await this.sealed(batch)));
    } catch (error) {
      const lost = Math.max(0, batch.length + this.waiting.length - MOST_KEPT);
      this.waiting = [...batch, ...this.waiting].slice(lost);
      this.timer ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref();
      this.logger.warn(
        { err: error as Error },
        `${batch.length} entries could not be written and are tried again; ${lost} were given up`,
      );
    }
  }

  /** The entries with their addresses sealed: once for all that one user sent from one place. */
  private sealed(batch: readonly Access[]): Promise<Entry[]> {
    const boxes = new Map<string, Promise<SealedBox>>();
    return Promise.all(
      batch.map(async ({ ip, ...access }) => {
        const key = `${access.user_id} ${ip}`;
        const box = boxes.get(key) ?? this.personalData.seal(`user:${access.user_id}`, { ip });
        boxes.set(key, box);
        return { ...access, sealed_ip: await box };
      }),
    );
  }
}
