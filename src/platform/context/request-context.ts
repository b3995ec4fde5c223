import { Injectable } from '@nestjs/common';
import { ClsService, type ClsStore } from 'nestjs-cls';
import { type EventMetadata } from '../../kernel/domain-event.js';
import { traceparent } from '../observability/spans.js';

/** Who acts, as every decision about visibility sees it. */
export interface Actor {
  id: number;
  username: string;
  role: string;
  supervisor_id: number | null;
  /** The ids of every direct and indirect report. */
  team: number[];
}

interface ContextStore extends ClsStore {
  actor?: Actor;
  source?: 'api' | 'worker' | 'cli';
  correlationId?: string;
  causationId?: string;
  userId?: number;
  ip?: string;
}

/** What holds for one request, job or command-line run: who, why, and under which id it is traced. */
@Injectable()
export class RequestContext {
  constructor(private readonly cls: ClsService<ContextStore>) {}

  /** Runs `work` in a context of its own (a worker's job, a seed, a sweep). */
  run<T>(store: Omit<ContextStore, symbol>, work: () => Promise<T>): Promise<T> {
    return this.cls.run(() => {
      for (const [key, value] of Object.entries(store)) this.cls.set(key as keyof ContextStore & string, value);
      return work();
    });
  }

  /** The signed-in user. Throws where nobody is signed in: guards come first. */
  get actor(): Actor {
    const actor = this.cls.get('actor');
    if (!actor) throw new Error('no actor in this context');
    return actor;
  }

  set actor(actor: Actor) {
    this.cls.set('actor', actor);
  }

  get maybeActor(): Actor | undefined {
    return this.cls.isActive() ? this.cls.get('actor') : undefined;
  }

  get correlationId(): string {
    return (this.cls.isActive() ? this.cls.get('correlationId') : undefined) ?? 'none';
  }

  set correlationId(id: string) {
    this.cls.set('correlationId', id);
  }

  /** The address that the request came from; empty outside one. */
  get ip(): string {
    return (this.cls.isActive() ? this.cls.get('ip') : undefined) ?? '';
  }

  set ip(ip: string) {
    this.cls.set('ip', ip);
  }

  /** The metadata of an event recorded now; `timestamp` is real time. */
  metadata(): EventMetadata {
    const store = this.cls.isActive() ? this.cls.get() : ({} as ContextStore);
    const cause = traceparent();
    return {
      user_id: store.actor?.id ?? store.userId ?? null,
      role: store.actor?.role ?? null,
      source: store.source ?? 'api',
      timestamp: new Date().toISOString(),
      correlation_id: this.correlationId,
      causation_id: store.causationId ?? null,
      ip: store.ip ?? null,
      ...(cause && { traceparent: cause }),
    };
  }
}
