const LAST_NUMBER = 999_999;

/**
 * `INS-2026-000001`: the calendar year of issue in the company time zone and the place in that year's gapless series.
 * Throws a RangeError outside 1 to 999,999, since a longer number would break the documented format.
 */
export function policyNumber(year: number, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > LAST_NUMBER) {
    throw new RangeError(`no policy number for ${sequence}: a year has 1 to ${LAST_NUMBER}`);
  }
  return `INS-${String(year).padStart(4, '0')}-${String(sequence).padStart(6, '0')}`;
}
