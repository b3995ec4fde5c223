const armed = new Set(
  (process.env.FAILPOINTS ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
);

/**
 * A named place where a fault test lets this process die as `kill -9` would. Armed by `FAILPOINTS`, a list of
 * `<place>@<detail>` (`delivery.prepared@contract-rendering`) or bare places; refused in production at boot.
 */
export function failpoint(place: string, details: readonly string[] = []): void {
  if (armed.size === 0) return;
  if (armed.has(place) || details.some((detail) => armed.has(`${place}@${detail}`)))
    process.kill(process.pid, 'SIGKILL');
}
