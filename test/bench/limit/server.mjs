/**
 * The limit of what this stack allows on this machine: bare `node:http` and `pg` for the operations that the bench
 * measures. The same statements, rows and transactions as the API's, the same check of the same token (at each
 * request; ours remembers its signature), the same sealed and chained events; the rules and prices come from the
 * product's own pure functions. No framework, no validation of bodies, no ORM, no logs.
 */
import 'reflect-metadata';
import { createServer } from 'node:http';
import { answerDashboard } from './dashboard.mjs';
import { noteAccess, signedIn } from './identity.mjs';
import { checkEligibility, createProspect, readProspect } from './prospects.mjs';
import { acceptQuote } from './policies.mjs';
import { generateQuotes, loadCatalogue } from './quotes.mjs';

const ROUTES = [
  ['GET', /^\/api\/v1\/prospects\/(\d+)$/, (user, _body, id) => readProspect(user, Number(id)), 'prospect'],
  ['POST', /^\/api\/v1\/prospects$/, createProspect],
  ['POST', /^\/api\/v1\/eligibility\/check$/, checkEligibility, 'eligibility'],
  ['POST', /^\/api\/v1\/quotes\/generate$/, generateQuotes, 'quote'],
  ['POST', /^\/api\/v1\/policies\/(\d+)\/accept$/, (user, _body, id) => acceptQuote(user, Number(id)), 'policy'],
  ['GET', /^\/api\/v1\/dashboard$/, answerDashboard],
];

const server = createServer((request, response) => {
  answer(request).then(
    ([status, body]) => send(response, status, body),
    (error) => {
      console.error(error);
      send(response, 500, { error: error.message });
    },
  );
});

async function answer(request) {
  const user = await signedIn(request.headers.authorization);
  if (!user) return [401, {}];
  for (const [method, pattern, work, logged] of ROUTES) {
    const found = request.method === method && pattern.exec(request.url);
    if (!found) continue;
    const body = method === 'POST' ? JSON.parse(await textOf(request)) : undefined;
    const result = await work(user, body, found[1]);
    if (logged) noteAccess(user, logged, found[1] ?? body.prospect_id, request, result ? 200 : 404);
    return result ? [method === 'POST' ? 201 : 200, result] : [404, {}];
  }
  return [404, {}];
}

function textOf(request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    request
      .on('data', (part) => parts.push(part))
      .on('end', () => resolve(Buffer.concat(parts).toString()))
      .on('error', reject);
  });
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

await loadCatalogue();
server.listen(0, '127.0.0.1', () => process.send({ type: 'ready', url: `http://127.0.0.1:${server.address().port}` }));

const stop = () => {
  server.close();
  server.closeAllConnections();
  process.exit(0);
};
process.once('SIGTERM', stop);
process.once('disconnect', stop);
