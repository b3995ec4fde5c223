// Walls of the compiled program, and what stands there once one is taken down (wall-down.mjs).

/** By name: file, what is looked for there, what stands there instead; three more for a further place. */
export const MISTAKES = {
  // Every row is everybody's.
  filter: ['access/visibility.js', /(export function sees\([^)]*\) \{)/, `$1 return raw('true');`],
  // Whoever is signed in may take every route.
  guard: ['access/permissions.js', /!scopeOf\(user\.role, entry\.resource, entry\.action\)/, 'false'],

  // A delivery's status is read without its row's lock.
  inbox: ['queues/delivery-runner.js', /find\(event\.event_id, subscriber, true\)/, 'find(event.event_id, subscriber)'],
  // What was forwarded once is never looked at again.
  lease: ['queues/deliveries.js', /(\$\{status\}) IN \('pending', 'forwarded'\)/, `$1 = 'pending'`],
  // The feed takes a fact as often as it comes.
  'activity-key': [
    'record-activity/record-activity.js',
    /ON CONFLICT \(\$\{ACTIVITY\.event_id\.bare\}\) DO NOTHING/,
    '',
  ],
  // Two terms of one prospect are agreed side by side.
  'prospect-lock': [
    'policies/policies.js',
    /(FROM \$\{PROSPECT\} WHERE \$\{PROSPECT\.id\} = \$\{prospectId\}) FOR UPDATE/,
    '$1',
  ],
  // Two calculate the commissions of one policy side by side.
  'commission-lock': [
    'commissions/commissions.js',
    /pg_advisory_xact_lock\(hashtext\('commission'\), (\$\{policyId\})\)/,
    '$1::int',
  ],
  // Whoever hands a mail over makes a record of their own.
  'mail-key': ['notifications/mails.js', /ON CONFLICT \(\$\{MAIL\.event_id[\s\S]*?RETURNING/, 'RETURNING'],
  // Payable rows are read without their locks, and paid whatever they have become since.
  'payout-lock': [
    'make-payout/make-payout.js',
    / FOR UPDATE OF \$\{COMMISSION\}/,
    '',
    'commissions/commission.js',
    /status !== 'approved'/,
    'false',
  ],
  // Every other change takes the rows from the last to the first.
  'lock-order': [
    'event-store/collection.js',
    /ORDER BY \$\{this\.id\} FOR UPDATE/,
    'ORDER BY ${this.id} ${(globalThis.turned = !globalThis.turned) ? sql`` : sql`DESC`} FOR UPDATE',
  ],
  // The number comes first, and whatever has to wait waits with the number in its hand.
  'number-last': [
    'issue-policy/issue-policy.js',
    /const number = await this\.policies\.nextNumber\(.*\);/,
    '',
    'issue-policy/issue-policy.js',
    /(async issue\(.*\) \{)/,
    '$1 const number = await this.policies.nextNumber((await this.clock.now()).today.slice(0, 4));',
  ],
  // The feed never comes to an end with a fact, the process never to its end.
  'activity-hangs': ['activity/activity.saga.js', /(async react\(event\) \{)/, '$1 await new Promise(() => {});'],
  'close-hangs': ['platform/process.js', /app\.close\(\)/, 'new Promise(() => {})'],
};
