import {
  acceptQuote,
  type CommissionDto,
  generateQuotes,
  getProspect,
  getProspectHistory,
  listCommissions,
  registerUser,
  updateProspect,
} from '../generated/hey-api';

/** What a frontend writes, without a cast: it compiles only as long as the generated types say what the API does. */
export async function journey(): Promise<string[]> {
  await registerUser({
    throwOnError: true,
    body: { username: 'giulia.bianchi', email: 'giulia.bianchi@example.com', password: 'correct-horse-battery-staple' },
  });
  const { data: prospect } = await getProspect({ throwOnError: true, path: { id: 1 } });
  await updateProspect({
    throwOnError: true,
    path: { id: prospect.id },
    headers: { 'If-Match': `"${prospect.version}"` },
    body: { notes: prospect.notes ?? '' },
  });
  const need = { prospect_id: prospect.id, insurance_type: 'life', coverage_amount: 500_000 } as const;
  const { data: comparison, error } = await generateQuotes({ body: need });
  if (error) return [error.code, ...(error.errors ?? []).map(({ field, message }) => `${field}: ${message}`)];
  const { data: signed } = await acceptQuote({
    throwOnError: true,
    path: { quote_id: comparison.quotes[0]!.id },
    body: {},
  });
  const { data: history } = await getProspectHistory({ throwOnError: true, path: { id: prospect.id } });
  const facts = Array.isArray(history) ? history.map(({ event_type }) => event_type) : [history.status];
  const { data: commissions } = await listCommissions({ throwOnError: true, query: { policy_id: signed.policy.id } });
  return [
    ...facts,
    signed.policy.cancellation?.rule ?? 'in force',
    ...commissions.map((one: CommissionDto) => one.amount.toFixed(2)),
  ];
}
