/** Tries `check` until it no longer throws; after `seconds` its last error is the failure. */
export async function eventually<T>(check: () => Promise<T>, seconds = 30): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
