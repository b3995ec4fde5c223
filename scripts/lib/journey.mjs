import { until } from './commands.mjs';
import { Client } from './client.mjs';
import { euro, fact, request, table, tell } from './story.mjs';
import { Failure, paint, say, step } from './terminal.mjs';

const PASSWORD = 'correct-horse-battery-staple';
const STEPS_OF_FULFILMENT = {
  policy: 'policy issued',
  commission: 'commissions calculated',
  contract: 'contract printed',
  mail: 'confirmation mailed',
};

/**
 * The whole journey over HTTP, told step by step; answers `{ policy, contract }`, the contract as the bytes of its
 * PDF.
 */
export async function journey(base) {
  const broker = await signIn(base);
  const prospect = await meetProspect(broker);
  await checkEligibility(broker, prospect);
  const quote = await compareQuotes(broker, prospect);
  const policy = await acceptQuote(broker, quote);
  await waitForFulfilment(broker, policy);
  const contract = await fetchContract(broker, policy);
  await lookAtCommissions(base, broker, policy);
  await lookAtDashboard(broker);
  return { policy, contract };
}

async function signIn(base) {
  tell('A broker signs in', 'broker1 works for manager1, who works for the head of sales.');
  const broker = new Client(base, 'broker1');
  request('POST', '/auth/login', 'username=broker1&password=…');
  const { token_type: type, expires_in: seconds } = await broker.login(PASSWORD);
  const { json: me } = await broker.get('/auth/me');
  fact('signed in as', `${me.username} (${me.role}), ${type} token for ${Math.round(seconds / 60)} minutes`);
  return broker;
}

async function meetProspect(broker) {
  tell('A prospect comes in', 'Marco Rossi, born in 1985, asks for a life insurance.');
  const body = {
    type: 'individual',
    first_name: 'Marco',
    last_name: 'Rossi',
    email: 'marco.rossi@example.com',
    phone: '+39 333 1234567',
    birth_date: '1985-03-15',
  };
  request('POST', '/prospects', JSON.stringify(body));
  const { json: prospect } = await broker.post('/prospects', body);
  fact('prospect', `#${prospect.id} ${prospect.first_name} ${prospect.last_name}, status ${prospect.status}`);
  fact('phone', `${prospect.phone} (E.164)`);
  return prospect;
}

async function checkEligibility(broker, prospect) {
  tell(
    'Who would insure him?',
    'Each provider has its own rules on age, risk and coverage; every reason for a refusal is named.',
  );
  const body = { prospect_id: prospect.id, insurance_type: 'life', coverage_amount: 500000 };
  request('POST', '/eligibility/check', JSON.stringify(body));
  const { json: check } = await broker.post('/eligibility/check', body);
  table(
    ['provider', 'eligible', 'estimate a year', 'why not'],
    check.providers.map((each) => [
      each.provider,
      each.is_eligible ? 'yes' : 'no',
      euro(each.base_premium),
      each.reasons.map(({ text }) => text).join('; ') || '–',
    ]),
  );
  fact('best estimate', `${check.best_provider}, ${euro(check.lowest_premium)}`);
}

async function compareQuotes(broker, prospect) {
  tell('Quotes, compared', 'Premiums come from the tariff alone; the advisor ranks them and words the reasons.');
  const body = { prospect_id: prospect.id, insurance_type: 'life', coverage_amount: 500000 };
  request('POST', '/quotes/generate', JSON.stringify(body));
  const { json: comparison } = await broker.post('/quotes/generate', body);
  table(
    ['', 'provider', 'a year', 'a month', 'score', 'valid until'],
    comparison.quotes.map((quote) => [
      quote.is_recommended ? '★' : '',
      quote.provider,
      euro(quote.annual_premium),
      euro(quote.monthly_premium),
      quote.ai_score,
      quote.valid_until,
    ]),
  );
  fact('advisor', `${comparison.advisor.source}, recommends ${comparison.recommended_provider}`);
  fact('in its words', comparison.ai_reasoning);
  const quote =
    comparison.quotes.find(({ provider }) => provider === 'axa') ??
    comparison.quotes.find(({ is_recommended: best }) => best);
  const cheapest = comparison.quotes.every(({ annual_premium: premium }) => premium >= quote.annual_premium);
  const why = [
    quote.is_recommended && 'it is recommended',
    cheapest && 'it is the cheapest for the same coverage',
  ].filter(Boolean);
  fact('Marco takes', `${quote.provider}: ${why.join(' and ') || 'his own choice'}`);
  return quote;
}

async function acceptQuote(broker, quote) {
  tell('He accepts', 'The answer carries the policy; everything that follows is on record in the same transaction.');
  request('POST', `/policies/${quote.id}/accept`);
  const { json } = await broker.post(`/policies/${quote.id}/accept`, {});
  const { policy } = json;
  fact('policy', `${policy.policy_number} (${policy.status})`);
  fact('cover', `${policy.start_date} to ${policy.end_date}, ${euro(policy.coverage_amount)}`);
  fact('premium', `${euro(policy.annual_premium)} a year, ${euro(policy.monthly_premium)} a month`);
  fact('message', json.message);
  return policy;
}

async function waitForFulfilment(broker, policy) {
  tell('What follows', 'The event is handed to its subscribers, each with a queue of its own.');
  request('GET', `/policies/${policy.id}/fulfilment`, 'until complete');
  const complete = await step('fulfilment', async (note) => {
    const answer = await until(
      async () => {
        const { json } = await broker.get(`/policies/${policy.id}/fulfilment`);
        const dead = json.steps.find(({ status }) => status === 'dead');
        if (dead) throw new Failure(`The ${dead.step} step failed for good: ${dead.last_error}`);
        note(`${json.steps.filter(({ status }) => status === 'done').length} of ${json.steps.length} done`);
        return json.complete && json;
      },
      120_000,
      250,
    );
    if (answer) return answer;
    throw new Failure('The policy was not fulfilled within two minutes.', 'The log may say what the worker waits for.');
  });
  for (const { step: name, attempts, at } of complete.steps) {
    fact(
      STEPS_OF_FULFILMENT[name] ?? name,
      `${paint.green('done')}${at ? ` at ${String(at).slice(11, 19)} UTC` : ''}${attempts > 1 ? `, attempt ${attempts}` : ''}`,
    );
  }
}

async function fetchContract(broker, policy) {
  tell('The contract', 'A PDF with the policy, the premium breakdown, the payment plan and the terms.');
  request('GET', `/policies/${policy.id}/pdf`);
  const { bytes } = await broker.get(`/policies/${policy.id}/pdf`);
  fact('PDF', `${Math.round(bytes.length / 1024)} KB`);
  return bytes;
}

async function lookAtCommissions(base, broker, policy) {
  tell('Who earns what', "Percentages of the annual premium; a broker sees his own, a manager the team's.");
  const manager = new Client(base, 'manager1');
  await manager.login(PASSWORD);
  for (const client of [broker, manager]) {
    request('GET', '/commissions', `as ${client.username}`);
    const { json } = await client.get('/commissions');
    table(
      ['policy', 'who', 'type', 'percent', 'amount', 'status'],
      json
        .filter((row) => row.policy_id === policy.id)
        .map((row) => [
          row.policy_number,
          row.beneficiary_role,
          row.commission_type,
          row.percentage,
          euro(row.amount),
          row.status,
        ]),
    );
  }
}

async function lookAtDashboard(broker) {
  tell('The month so far', "The same figures on the broker's dashboard.");
  request('GET', '/dashboard?period=month');
  const {
    json: { metrics, period_start: from, period_end: to },
  } = await broker.get('/dashboard?period=month');
  const { reached, conversion_rate: conversion } = metrics.pipeline;
  fact('period', `${from} to ${to}`);
  if (reached)
    fact(
      'funnel',
      `${reached.created} created → ${reached.contacted} contacted → ${reached.quoted} quoted → ${reached.signed} signed`,
    );
  fact('conversion', `${Number(conversion).toFixed(2)} %`);
  fact('active policies', metrics.active_policies);
  fact('commissions pending', `${euro(metrics.commissions.total_pending)} (${metrics.commissions.count_pending})`);
  say();
}
