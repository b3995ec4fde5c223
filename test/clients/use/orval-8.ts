import {
  acceptQuote,
  generateQuotes,
  getProspect,
  getProspectHistory,
  listCommissions,
  registerUser,
  updateProspect,
} from '../generated/orval-8/client';
import { type CommissionDto } from '../generated/orval-8/model';

/** What a frontend writes, without a cast: it compiles only as long as the generated types say what the API does. */
export async function journey(): Promise<string[]> {
  await registerUser({
    username: 'giulia.bianchi',
    email: 'giulia.bianchi@example.com',
    password: 'correct-horse-battery-staple',
  });
  const { data: prospect, status } = await getProspect(1);
  if (status !== 200) return [prospect.code];
  await updateProspect(
    prospect.id,
    { notes: prospect.notes ?? '' },
    { headers: { 'If-Match': `"${prospect.version}"` } },
  );
  const { data: comparison, status: generated } = await generateQuotes({
    prospect_id: prospect.id,
    insurance_type: 'life',
    coverage_amount: 500_000,
  });
  if (generated !== 201)
    return [comparison.code, ...(comparison.errors ?? []).map(({ field, message }) => `${field}: ${message}`)];
  const { data: signed, status: accepted } = await acceptQuote(comparison.quotes[0]!.id, {});
  if (accepted !== 201) return [signed.code];
  const { data: history, status: read } = await getProspectHistory(prospect.id);
  if (read !== 200) return [history.code];
  const facts = Array.isArray(history) ? history.map(({ event_type }) => event_type) : [history.status];
  const { data: commissions, status: listed } = await listCommissions({ policy_id: signed.policy.id });
  if (listed !== 200) return [commissions.code];
  return [
    ...facts,
    signed.policy.cancellation?.rule ?? 'in force',
    ...commissions.map((one: CommissionDto) => one.amount.toFixed(2)),
  ];
}
