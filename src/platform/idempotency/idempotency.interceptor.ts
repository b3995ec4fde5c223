import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { RequestContext } from '../context/request-context.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { inTime } from '../in-time.js';
import { canonicalJson } from '../event-store/canonical-json.js';
import { NO_KEY } from '../http/edge/route-traits.js';
import { mustBeShallow } from '../http/input/edge-validation.pipe.js';
import { PROBLEMS } from '../http/problems/problem-catalogue.js';
import {
  IdempotencyKeys,
  inProgress,
  type KeptAnswer,
  type KeyedRequest,
  KeyTaken,
  type KnownKey,
} from './idempotency-keys.js';
import { IN_STEPS, type KeyedWork, Steps } from './steps.js';

const KEY = /^[\x20-\x7e]{8,255}$/;
/** As long as a lock may wait: a twin waits so long for the first, then is told to come again. */
const PATIENCE_MS = 3000;
const PURGE_MS = 3_600_000;

/**
 * Makes every POST safe to repeat under an `Idempotency-Key`: the key commits with the effect, so the same request
 * again finds either nothing (and runs), or the answer (and gets it again), or a first step (and goes on from there).
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor, OnApplicationBootstrap, OnApplicationShutdown {
  /** Requests at work in this process: their twins wait here, not on a connection. */
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly steps: Steps,
    private readonly units: UnitOfWork,
    private readonly context: RequestContext,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.keys.purge().catch(() => {}), PURGE_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    const user = this.context.maybeActor;
    const noKey = this.reflector.getAllAndOverride<boolean | undefined>(NO_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (request.method !== 'POST' || key === undefined || !user || noKey) return next.handle();
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw invalidField('Idempotency-Key', 'idempotency_key', 'Idempotency-Key must be 8 to 255 characters of ASCII');
    }
    mustBeShallow(request.body);
    const keyed = {
      userId: user.id,
      route: `POST ${request.routeOptions.url}`,
      key,
      fingerprint: fingerprintOf(request),
    };
    const inSteps = this.reflector.get<boolean | undefined>(IN_STEPS, context.getHandler()) ?? false;
    return from(this.answer(keyed, inSteps, context.switchToHttp().getResponse<FastifyReply>(), next));
  }

  private async answer(
    request: KeyedRequest,
    inSteps: boolean,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const name = JSON.stringify([request.userId, request.route, request.key]);
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const known = await this.keys.find(request);
      if (known) mustBeTheSame(known, request);
      if (known?.answer) return replay(known.status!, known.answer, reply);
      const twin = this.running.get(name);
      if (twin) {
        await inTime(until - performance.now(), twin, () => undefined);
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.running.set(name, promise);
      try {
        return await (inSteps
          ? this.stepByStep({ request, effect: known?.effect ?? null }, reply, next)
          : this.atOnce(request, reply, next));
      } catch (error) {
        if (!(error instanceof KeyTaken)) throw error;
      } finally {
        this.running.delete(name);
        resolve();
      }
    }
    throw inProgress();
  }

  /** Key, effect and answer in one transaction. A refusal undoes all three, so that it can be mended and sent again. */
  private atOnce(request: KeyedRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    return this.units.run(async () => {
      await this.keys.claim(request);
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.keys.keepAnswer(request, reply.statusCode, { body });
      return body;
    });
  }

  /** The use case takes the key with its first transaction; the answer follows the last, and is made again if lost before. */
  private async stepByStep(work: KeyedWork, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    this.steps.begin(work);
    try {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      if (work.effect) await this.keys.keepAnswer(work.request, reply.statusCode, { body });
      return body;
    } catch (error) {
      const status = error instanceof DomainError ? PROBLEMS.get(error.code)?.status : undefined;
      if (work.effect && status && status < 500) {
        const { code, message, extra, errors } = error as DomainError;
        await this.keys.keepAnswer(work.request, status, { refusal: { code, message, extra, errors } });
      }
      throw error;
    }
  }
}

function fingerprintOf(request: FastifyRequest): Buffer {
  const text = canonicalJson([request.url, request.body === undefined ? {} : request.body]);
  return createHash('sha256').update(text).digest();
}

function mustBeTheSame(known: KnownKey, request: KeyedRequest): void {
  if (known.fingerprint.equals(request.fingerprint)) return;
  throw new DomainError(
    'idempotency_key_reused',
    'This Idempotency-Key came with another request before. Use a new key for a new request.',
  );
}

function replay(status: number, answer: KeptAnswer, reply: FastifyReply): unknown {
  void reply.header('idempotency-replayed', 'true');
  if ('refusal' in answer) {
    const { code, message, extra, errors } = answer.refusal;
    throw new DomainError(code, message, extra, errors);
  }
  void reply.status(status);
  return answer.body;
}
