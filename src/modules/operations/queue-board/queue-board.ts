import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { type Queue } from 'bullmq';
import { type FastifyInstance } from 'fastify';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { QueueReader } from '../../../queues/queue-reader.js';
import { Subscriptions } from '../../../queues/subscriptions.js';
import { BrowserPasses } from '../../auth/index.js';
import { ReadOnlyServer } from './read-only-server.js';

const require = createRequire(import.meta.url);

/** Where the board is, outside `/api/v1`: it is a page. */
export const QUEUE_BOARD = '/queues';

/** Bull Board over every queue, for admins, to look at. */
@Injectable()
export class QueueBoard implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly reader: QueueReader,
    private readonly subscriptions: Subscriptions,
    private readonly passes: BrowserPasses,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    // Only the API has one.
    const fastify = (this.host.httpAdapter as { getInstance?(): FastifyInstance } | undefined)?.getInstance?.();
    if (!fastify?.register) return;
    const server = new ReadOnlyServer(QUEUE_BOARD);
    const board = createBullBoard({
      queues: [],
      serverAdapter: server,
      options: {
        uiBasePath: dirname(require.resolve('@bull-board/ui/package.json')),
        uiConfig: {
          boardTitle: `${this.config.COMPANY_NAME} queues`,
          hideDocsLink: true,
          miscLinks: [{ text: 'API documentation', url: '/docs' }],
          // Workers are told apart by Redis's list of clients, which PostgreSQL has not.
          showWorkers: false,
          pollingInterval: { showSetting: true },
        },
      },
    });
    let isOpen = false;
    server.register(
      fastify,
      (request, isPage) => this.passes.admit(request, { resource: 'operations', action: 'read' }, isPage),
      () => {
        if (!isOpen) board.setQueues(this.reader.queues().map((queue) => this.shown(queue)));
        isOpen = true;
      },
    );
  }

  private shown(queue: Queue): BullMQAdapter {
    const facts = this.subscriptions.factsOf(queue.name);
    const what = facts === 'any' ? 'every fact but those of users' : facts.join(', ');
    return new BullMQAdapter(queue as never, {
      readOnlyMode: true,
      allowRetries: false,
      description: `Receives ${what}. Given up after ${this.subscriptions.line(queue.name)!.attempts} tries.`,
    });
  }
}
