import { appendFileSync } from 'node:fs';

/** What one fault came to: how often it was thrown, what was violated, how long until all was well, and further figures. */
export interface FaultLine {
  fault: string;
  trials: number;
  /** Absent where they are counted for many faults together. */
  violations?: number;
  /** Milliseconds from the fault to recovery, one each. */
  recoveries?: number[];
  /** Said beside the row: a figure, or what the row cannot hold. */
  note?: string;
}

/** `short` is what `npm test` has time for; the others are for `npm run faults -- --trials ci|long`. */
export function trials(short: number, ci: number, long: number): number {
  return process.env.FAULT_TRIALS === 'long' ? long : process.env.FAULT_TRIALS === 'ci' ? ci : short;
}

/** Adds a line to the report of `npm run faults`; in `npm test` there is none. */
export function report(line: FaultLine): void {
  if (process.env.FAULT_REPORT) appendFileSync(process.env.FAULT_REPORT, `${JSON.stringify(line)}\n`);
}

/** Progress of what takes minutes, where somebody looks on. */
export function progress(text: string): void {
  if (process.env.FAULT_REPORT) process.stdout.write(`    ${text}\n`);
}
