import { type components, type paths } from '../generated/openapi-typescript/schema';

type Body<Operation extends { requestBody: { content: { 'application/json': unknown } } }> =
  Operation['requestBody']['content']['application/json'];
type Answer<
  Operation extends { responses: object },
  Status extends keyof Operation['responses'],
> = Operation['responses'][Status] extends { content: { 'application/json': infer Content } } ? Content : never;

/** What a frontend writes, without a cast: it compiles only as long as the generated types say what the API does. */
export const newcomer: Body<paths['/api/v1/auth/register']['post']> = {
  username: 'giulia.bianchi',
  email: 'giulia.bianchi@example.com',
  password: 'correct-horse-battery-staple',
};
export const need: Body<paths['/api/v1/quotes/generate']['post']> = {
  prospect_id: 1,
  insurance_type: 'life',
  coverage_amount: 500_000,
};
export const acceptance: Body<paths['/api/v1/policies/{quote_id}/accept']['post']> = {};
export const page: paths['/api/v1/commissions']['get']['parameters']['query'] = { policy_id: 1 };

export function told(
  prospect: Answer<paths['/api/v1/prospects/{id}']['get'], 200>,
  history: Answer<paths['/api/v1/prospects/{id}/history']['get'], 200>,
  signed: Answer<paths['/api/v1/policies/{quote_id}/accept']['post'], 201>,
  commissions: components['schemas']['CommissionDto'][],
): string[] {
  const facts = Array.isArray(history) ? history.map(({ event_type }) => event_type) : [history.status];
  return [
    prospect.notes ?? '',
    ...facts,
    signed.policy.cancellation?.rule ?? 'in force',
    ...commissions.map(({ amount }) => amount.toFixed(2)),
  ];
}
