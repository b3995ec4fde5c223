import { trials } from './fault-report.js';

/** How often each race is run: a few times in `npm test`, as often as one likes with `RACE_ROUNDS=20`. */
export const ROUNDS = Number(process.env.RACE_ROUNDS ?? trials(4, 12, 100));
