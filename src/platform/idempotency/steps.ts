import { Injectable, SetMetadata } from '@nestjs/common';
import { ClsService, type ClsStore } from 'nestjs-cls';
import { UnitOfWork } from '../database/unit-of-work.js';
import { IdempotencyKeys, type KeyedRequest } from './idempotency-keys.js';

/** Metadata key of routes whose work takes more than one transaction. */
export const IN_STEPS = 'in-steps';

/**
 * The route works in several transactions, or does something slow before its one (a model, a browser), so that its
 * Idempotency-Key cannot be taken around all of it: its use case takes the key with `Steps.once`.
 */
export const InSteps = (): MethodDecorator => SetMetadata(IN_STEPS, true);

/** A keyed request that works in steps, and what it has committed. */
export interface KeyedWork {
  request: KeyedRequest;
  effect: object | null;
}

interface KeyedStore extends ClsStore {
  keyedWork?: KeyedWork;
}

/** Lets a use case of several transactions go on where the same request, sent with the same key before, has come to. */
@Injectable()
export class Steps {
  constructor(
    private readonly cls: ClsService<KeyedStore>,
    private readonly units: UnitOfWork,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** The keyed work of the request that begins. */
  begin(work: KeyedWork): void {
    this.cls.set('keyedWork', work);
  }

  /** What an earlier run under the same key has committed with `once`; undefined: nothing, or there is no key. */
  doneBefore<Effect extends object>(): Effect | undefined {
    return (this.current?.effect ?? undefined) as Effect | undefined;
  }

  /**
   * The first step, in one transaction with the key: once per key, however often the request comes. Later runs get
   * the kept effect (JSON: ids, not rows); what follows must find its own effect by it.
   */
  async once<Effect extends object>(work: () => Promise<Effect>): Promise<Effect> {
    const { current } = this;
    if (!current) return this.units.run(work);
    if (current.effect) return current.effect as Effect;
    const effect = await this.units.run(async () => {
      await this.keys.claim(current.request);
      const made = await work();
      await this.keys.keepEffect(current.request, made);
      return made;
    });
    current.effect = effect;
    return effect;
  }

  private get current(): KeyedWork | undefined {
    return this.cls.isActive() ? this.cls.get('keyedWork') : undefined;
  }
}
