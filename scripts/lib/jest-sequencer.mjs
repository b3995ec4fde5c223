import path from 'node:path';

/** Spec files that take a minute and more, the longest first. */
const LONGEST = [
  'faults/killed',
  'faults/redis',
  'faults/outages',
  'faults/mail-server',
  'faults/twice',
  'faults/storm',
  'faults/operations',
  'journeys/new-reaction',
  'faults/shutdown',
  'access/contract',
  'access/queue-board',
  'journeys/policy-lapse',
  'journeys/demo-money',
  'faults/stalled',
  'journeys/commission-simulation',
  'access/matrix',
];

/** What takes longest begins first, so that at the end no core waits for one file. */
export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((one, other) => rank(one) - rank(other));
  }

  cacheResults() {}
}

function rank({ path: file, context }) {
  const name = path.relative(path.join(context.config.rootDir, 'test'), file).split(path.sep).join('/');
  const place = LONGEST.indexOf(name.replace('.spec.ts', ''));
  return place < 0 ? LONGEST.length : place;
}
