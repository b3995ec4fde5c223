import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { factsOf, queueOf, Saga } from '../queues/saga.js';
import { SUBSCRIPTIONS } from './queues.js';
import { importSagas } from './saga-files.js';

/** Every `*.saga` file of this folder: a reaction needs no more than its class here and its line in queues.ts. */
@Module({})
export class SagasModule {
  /** @throws when a queue has no saga or two, or a saga no queue: nothing may wait for nobody */
  static async discover(): Promise<DynamicModule> {
    const sagas = (await importSagas()).flatMap((exported) => Object.values(exported).filter(isSaga));
    refuseMismatch(sagas);
    return { module: SagasModule, providers: sagas };
  }
}

function isSaga(value: unknown): value is Type<Saga> {
  return typeof value === 'function' && value.prototype instanceof Saga && queueOf(value) !== undefined;
}

function refuseMismatch(sagas: readonly Type<Saga>[]): void {
  const worked = sagas.map((saga) => queueOf(saga));
  const faults = [
    ...SUBSCRIPTIONS.names.filter((queue) => !worked.includes(queue)).map((queue) => `queue ${queue} has no saga`),
    ...worked.filter((queue) => !SUBSCRIPTIONS.line(queue)).map((queue) => `no line in queues.ts for ${queue}`),
    ...worked.filter((queue, index) => worked.indexOf(queue) !== index).map((queue) => `queue ${queue} has two sagas`),
    ...sagas.flatMap((saga) => mismatchedFacts(saga)),
  ];
  if (faults.length > 0) throw new Error(`Queues and sagas do not match: ${faults.join('; ')}`);
}

/** What a queue receives and its saga has no method for, or the other way round. */
function mismatchedFacts(saga: Type<Saga>): string[] {
  const queue = queueOf(saga);
  const [owed, handled] = [SUBSCRIPTIONS.factsOf(queue), factsOf(saga as unknown as { prototype: Saga })];
  if (owed === 'any' || handled === 'any') return [];
  return [
    ...owed.filter((fact) => !handled.includes(fact)).map((fact) => `queue ${queue} has no reaction to ${fact}`),
    ...handled.filter((fact) => !owed.includes(fact)).map((fact) => `queue ${queue} is not owed ${fact}`),
  ];
}
