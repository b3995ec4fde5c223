import { PROBLEMS } from './problem-catalogue.js';

/** The body of an application/problem+json answer (RFC 9457) for a code of the catalogue. */
export function problemBody(
  code: string,
  where: { instance: string | null; requestId: string },
  detail?: string,
  members: Record<string, unknown> = {},
): Record<string, unknown> {
  const kind = PROBLEMS.get(code)!;
  return {
    ...members,
    // Last, so that no further member ever takes the place of one that is the problem's own.
    type: `/api/v1/problems/${code}`,
    title: kind.title,
    status: kind.status,
    detail: detail ?? `${kind.cause} ${kind.cure}`,
    instance: where.instance,
    code,
    request_id: where.requestId,
  };
}
