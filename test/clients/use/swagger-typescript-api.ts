import { Api, type CommissionDto } from '../generated/swagger-typescript-api/api';

/** What a frontend writes, without a cast: it compiles only as long as the generated types say what the API does. */
export async function journey(): Promise<string[]> {
  const { api } = new Api({ baseUrl: 'http://localhost:3000' });
  await api.registerUser({
    username: 'giulia.bianchi',
    email: 'giulia.bianchi@example.com',
    password: 'correct-horse-battery-staple',
  });
  const { data: prospect } = await api.getProspect(1);
  await api.updateProspect(
    prospect.id,
    { notes: prospect.notes ?? '' },
    { headers: { 'If-Match': `"${prospect.version}"` } },
  );
  const { data: comparison, error } = await api.generateQuotes({
    prospect_id: prospect.id,
    insurance_type: 'life',
    coverage_amount: 500_000,
  });
  if (error) return [error.code, ...(error.errors ?? []).map(({ field, message }) => `${field}: ${message}`)];
  const { data: signed } = await api.acceptQuote(comparison.quotes[0]!.id, {});
  const { data: history } = await api.getProspectHistory(prospect.id);
  const facts = Array.isArray(history) ? history.map(({ event_type }) => event_type) : [history.status];
  const { data: commissions } = await api.listCommissions({ policy_id: signed.policy.id });
  return [
    ...facts,
    signed.policy.cancellation?.rule ?? 'in force',
    ...commissions.map((one: CommissionDto) => one.amount.toFixed(2)),
  ];
}
