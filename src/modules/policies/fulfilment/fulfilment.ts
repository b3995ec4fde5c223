import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { publicReason } from '../../../queues/public-reason.js';
import { Policies } from '../policies.js';
import { type FulfilmentDto, type FulfilmentStepDto } from './fulfilment.dto.js';

/** How far the work that follows from a policy's current term has come. */
export class GetFulfilment extends Query<FulfilmentDto> {
  constructor(
    readonly actor: Actor,
    readonly policyId: number,
  ) {
    super();
  }
}

const STEP_OF_SUBSCRIBER = {
  'commission-calculation': 'commission',
  'contract-rendering': 'contract',
  'policy-mail': 'mail',
} as const;

const FOR_ADMINS = 'an admin can read why among the deliveries';

interface DeliveryRow {
  subscriber: keyof typeof STEP_OF_SUBSCRIBER;
  status: 'pending' | 'forwarded' | 'done' | 'dead' | 'skipped';
  attempts: number;
  last_error: string | null;
  done_at: string | null;
}

@QueryHandler(GetFulfilment)
export class GetFulfilmentHandler implements IQueryHandler<GetFulfilment> {
  constructor(
    private readonly policies: Policies,
    private readonly units: UnitOfWork,
  ) {}

  async execute({ actor, policyId }: GetFulfilment): Promise<FulfilmentDto> {
    const { state: policy } = await this.policies.see(actor, 'read', policyId);
    const deliveries = await this.units.queryText<DeliveryRow>(
      `SELECT DISTINCT ON (subscriber) subscriber, status, attempts, last_error, done_at FROM event_delivery
       WHERE aggregate_type = 'policy' AND aggregate_id = $1 AND subscriber = ANY($2) AND version >= (
         SELECT max(version) FROM event_store
         WHERE aggregate_type = 'policy' AND aggregate_id = $1 AND event_type IN ('PolicyCreated', 'PolicyRenewed'))
       ORDER BY subscriber, version DESC`,
      [String(policyId), Object.keys(STEP_OF_SUBSCRIBER)],
    );
    const steps = Object.entries(STEP_OF_SUBSCRIBER).map(([subscriber, step]) =>
      stepOf(
        step,
        deliveries.find((delivery) => delivery.subscriber === subscriber),
      ),
    );
    return {
      policy_id: policyId,
      complete: steps.every(({ status }) => status === 'done' || status === 'skipped'),
      steps: [
        { step: 'policy', status: 'done', attempts: 1, last_error: null, at: policy.terms.at(-1)!.agreed_at },
        ...steps,
      ],
    };
  }
}

function stepOf(step: FulfilmentStepDto['step'], delivery: DeliveryRow | undefined): FulfilmentStepDto {
  if (!delivery) return { step, status: 'pending', attempts: 0, last_error: null, at: null };
  const { status, attempts, last_error, done_at } = delivery;
  const reason = last_error === null ? null : (publicReason(last_error) ?? FOR_ADMINS);
  return { step, status: status === 'forwarded' ? 'pending' : status, attempts, last_error: reason, at: done_at };
}
