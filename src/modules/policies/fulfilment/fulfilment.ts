import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { sql } from '../../../platform/database/sql.js';
import { having } from '../../../platform/database/statements.js';
import { type RowOf } from '../../../platform/database/table.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../../../platform/event-store/event-store.table.js';
import { publicReason } from '../../../queues/public-reason.js';
import { Policies } from '../policies.js';
import { POLICY_CREATED, POLICY_RENEWED } from '../policy.events.js';
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

type Delivery = RowOf<typeof EVENT_DELIVERY>;

@QueryHandler(GetFulfilment)
export class GetFulfilmentHandler implements IQueryHandler<GetFulfilment> {
  constructor(
    private readonly policies: Policies,
    private readonly units: UnitOfWork,
  ) {}

  async execute({ actor, policyId }: GetFulfilment): Promise<FulfilmentDto> {
    const { state: policy } = await this.policies.see(actor, 'read', policyId);
    const ofPolicy = { aggregate_type: 'policy', aggregate_id: String(policyId) };
    const { subscriber, version } = EVENT_DELIVERY;
    const began = [POLICY_CREATED.name, POLICY_RENEWED.name];
    const deliveries = await this.units.query<Delivery>(sql`
      SELECT DISTINCT ON (${subscriber}) ${EVENT_DELIVERY.columns} FROM ${EVENT_DELIVERY}
      WHERE ${having(EVENT_DELIVERY, ofPolicy)} AND ${subscriber} = ANY(${Object.keys(STEP_OF_SUBSCRIBER)}::text[])
        AND ${version} >= (SELECT max(${EVENT_STORE.version}) FROM ${EVENT_STORE}
          WHERE ${having(EVENT_STORE, ofPolicy)} AND ${EVENT_STORE.event_type} = ANY(${began}::text[]))
      ORDER BY ${subscriber}, ${version} DESC`);
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

function stepOf(step: FulfilmentStepDto['step'], delivery: Delivery | undefined): FulfilmentStepDto {
  if (!delivery) return { step, status: 'pending', attempts: 0, last_error: null, at: null };
  const { status, attempts, last_error, done_at } = delivery;
  const reason = last_error === null ? null : (publicReason(last_error) ?? FOR_ADMINS);
  return { step, status: status === 'forwarded' ? 'pending' : status, attempts, last_error: reason, at: done_at };
}
