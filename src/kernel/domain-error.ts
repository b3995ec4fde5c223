/** One field that was refused, as it appears in a problem's `errors`. */
export interface FieldError {
  /** Path of the field in the request, dots between levels: `birth_date`, `items.0.id`. */
  field: string;
  /** Machine-readable reason in snake_case: `tax_code_check_letter`. */
  code: string;
  /** What is wrong and what it should be, for a person. */
  message: string;
}

/**
 * A refusal by a business rule. The edge turns it into a problem whose status follows from the code
 * (see platform/http/problems/problem-catalogue); a worker takes it as final, since trying again changes nothing.
 */
export class DomainError extends Error {
  constructor(
    /** A code of the problem catalogue: `quote_not_open`. */
    readonly code: string,
    /** What happened and what to do, for a person; never personal data of somebody else. */
    detail: string,
    /** Further members of the problem body, e.g. `{ policy_id: 7 }`. */
    readonly extra: Record<string, unknown> = {},
    readonly errors: FieldError[] = [],
  ) {
    super(detail);
    this.name = 'DomainError';
  }
}

/** Refuses one field of the input (422 `validation_failed`). */
export function invalidField(field: string, code: string, message: string): DomainError {
  return new DomainError('validation_failed', message, {}, [{ field, code, message }]);
}

/** Refuses several fields in one answer (422); `unknown_field` where nothing else is wrong. */
export function invalidFields(errors: FieldError[]): DomainError {
  const code = errors.every((error) => error.code === 'unknown_field') ? 'unknown_field' : 'validation_failed';
  return new DomainError(code, errors.map((error) => error.message).join('; '), {}, errors);
}

/** What two looks at a request found: of a field that the first one names, the second one's findings follow from that. */
export function mergedFindings(first: FieldError[], second: FieldError[]): FieldError[] {
  const named = new Set(first.map(({ field }) => field));
  return [...first, ...second.filter(({ field }) => !named.has(field))];
}

/** Absent or out of sight: the caller cannot tell which (404). */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', `No such ${what}, or it is not visible to you.`);
}
