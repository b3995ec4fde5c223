import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';

/**
 * Work that the answer does not wait for, so that the time it takes tells nothing: what happens for a known name but
 * not for an unknown one. A stopping process finishes it; one that is killed loses it.
 */
@Injectable()
export class BackgroundWork implements BeforeApplicationShutdown {
  private readonly logger = new Logger('BackgroundWork');
  private readonly underWay = new Set<Promise<void>>();

  run(work: () => Promise<unknown>): void {
    const done = this.safely(work).finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async safely(work: () => Promise<unknown>): Promise<void> {
    try {
      await new Promise(setImmediate);
      await work();
    } catch (error) {
      this.logger.error({ err: error as Error }, 'work after an answer failed');
    }
  }
}
