/** The value below which `share` (0 to 1) of the values lie; null of none. */
export function quantile(values, share) {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The middle value, of an even number the mean of the two; values that could not be had (null) do not count. */
export function median(values) {
  const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** Rounded for people who compare by eye. */
export function rounded(value, decimals = 0) {
  return value === null || value === undefined ? null : Number(value.toFixed(decimals));
}
