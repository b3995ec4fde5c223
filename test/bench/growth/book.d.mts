export function loadBook(
  adminUrl: string,
  prospects: number,
  subscribersOf: (eventType: string, aggregateType: string) => string[],
  say?: (line: string) => void,
): Promise<void>;
