export class ProblemKindDto {
  /** @example 'quote_not_open' */
  code: string;
  /** @example 409 */
  status: number;
  title: string;
  cause: string;
  cure: string;
}
