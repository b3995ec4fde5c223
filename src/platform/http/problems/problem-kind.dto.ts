export class ProblemKindDto {
  code: string;
  /** @example 409 */
  status: number;
  title: string;
  cause: string;
  cure: string;
}
