/** How often each property is tried: 10,000 times, or as often as `PROPERTY_RUNS` says. */
export const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 10_000) };
