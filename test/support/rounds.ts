/** How often each race is run: a few times in every test run, twenty times with `RACE_ROUNDS=20`. */
export const ROUNDS = Number(process.env.RACE_ROUNDS ?? 4);
