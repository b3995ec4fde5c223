/** One kind of problem: what every answer with this code means, and what to do about it. */
export interface ProblemKind {
  status: number;
  title: string;
  cause: string;
  cure: string;
}

const declared = new Map<string, ProblemKind>();

/** Every problem that the API can answer with, by code, in the order in which they were declared. */
export const PROBLEMS: ReadonlyMap<string, ProblemKind> = declared;

/**
 * Declares problems by their codes. Each module has its own in `<module>.problems.ts`, which its module file imports; a
 * route names those that it gives by `@Refuses`. @throws where a code is taken
 */
export function problems(kinds: Record<string, ProblemKind>): void {
  for (const [code, kind] of Object.entries(kinds)) {
    if (declared.has(code)) throw new Error(`There are two problems with the code ${code}.`);
    declared.set(code, kind);
  }
}

/** The codes in the order in which they were published, which enumerations of generated clients keep; then the newer ones. */
export function codesInOrder(published: readonly string[]): string[] {
  const unknown = published.filter((code) => !declared.has(code));
  if (unknown.length > 0) throw new Error(`No module declares these published problems: ${unknown.join(', ')}`);
  return [...new Set([...published, ...[...declared.keys()].sort()])];
}
