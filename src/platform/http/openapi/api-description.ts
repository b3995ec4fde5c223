/** What the OpenAPI document says of the API as a whole, and what its parts cannot say one by one. */
export interface ApiDescription {
  version: string;
  /** What it is about, as Markdown. */
  introduction: string;
  /** The codes of problems in the order in which they were published. */
  publishedProblems: readonly string[];
  /** The code of a problem that shows what one looks like. */
  exampleProblem: string;
}

/** Injection token of the ApiDescription. */
export const API_DESCRIPTION = Symbol('ApiDescription');
