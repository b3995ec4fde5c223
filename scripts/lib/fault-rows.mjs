/**
 * The rows of the fault table that specs prove without figures of their own: which tests, and how often they are run
 * for `ci` and `long`. A row's trials are the tests that ran.
 */
export const ROWS = [
  { fault: 'kill -9 of worker, relay, API at failpoints', spec: 'faults/killed', ci: 1, long: 10 },
  { fault: 'Redis emptied, killed, frozen, full, away', spec: 'faults/redis', ci: 1, long: 10 },
  { fault: 'mail server, disk, database or connections away', spec: 'faults/outages', ci: 2, long: 10 },
  { fault: 'every job again and again in two workers, 50 accepts of one quote', spec: 'faults/twice', ci: 1, long: 10 },
  { fault: 'accept against reject and expiry', spec: 'journeys/policy-races', ci: 1, long: 10 },
  { fault: 'two payouts, two decisions at once', spec: 'journeys/commission-races', ci: 1, long: 10 },
  { fault: "daylight saving, leap day, year's end", spec: 'journeys/policy-life', ci: 1, long: 2 },
  { fault: 'hostile HTML in every text field', spec: 'journeys/contract-corpus', ci: 1, long: 1 },
  {
    fault: 'Claude: time-out, drip, 429, 529, garbage, invention, obedience',
    spec: 'journeys/advisor',
    ci: 1,
    long: 20,
  },
  { fault: 'hostile bodies, addresses, headers, slow loris', spec: 'access/hostile', ci: 1, long: 3 },
  { fault: 'tokens: the JWT table, refresh reuse, a race of 20', spec: 'access/sessions', ci: 1, long: 3 },
  { fault: 'every route × role × ownership', spec: 'access/(matrix|walls)', ci: 1, long: 3 },
  { fault: 'brute force, enumeration', spec: 'access/guessing', ci: 1, long: 3 },
  { fault: 'twins under one Idempotency-Key, kill -9 between its steps', spec: 'access/idempotency', ci: 1, long: 10 },
  { fault: 'a sealed event edited, swapped, deleted, truncated', spec: 'faults/tampering', ci: 1, long: 3 },
  { fault: 'a database put back from a backup', spec: 'faults/restored-backup', ci: 1, long: 10 },
  {
    fault: 'versions side by side under load, schemas moved, the past owed to a new subscriber',
    spec: 'faults/rolling-restart',
    ci: 1,
    long: 5,
  },
  { fault: 'told to stop, with work in hand or without end', spec: 'faults/shutdown', ci: 1, long: 5 },
  { fault: 'each guard taken away: its fault comes in', spec: 'faults/guards', ci: 1, long: 3 },
  { fault: 'money and dates by property tests', project: 'unit', spec: 'test/properties', ci: 1, long: 3 },
];

/** Specs that report lines of their own, with trials and recoveries. */
export const MEASURED = [
  'faults/database',
  'faults/disorder',
  'faults/stalled',
  'faults/mail-server',
  'faults/recovery',
];

/** Too long for every test run: `npm run faults` has them, `npm test` has not. */
export const LONG_ONLY = 'test/faults/(guards|rolling-restart|recovery|database)\\.spec';
