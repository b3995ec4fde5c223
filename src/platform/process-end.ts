const works: (() => Promise<unknown>)[] = [];

/** Has something done once the application has closed and before its process exits: handing over what is still unsent. */
export function atTheEnd(work: () => Promise<unknown>): void {
  works.push(work);
}

/** Does it; what fails is lost, and holds nobody up. */
export async function theEnd(): Promise<void> {
  await Promise.allSettled(works.map((work) => work()));
}
