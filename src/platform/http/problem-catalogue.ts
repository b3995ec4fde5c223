/** One kind of problem: what every answer with this code means, and what to do about it. */
export interface ProblemKind {
  status: number;
  title: string;
  cause: string;
  cure: string;
}

/** Every problem that the API can answer with, by code. */
export const PROBLEMS: Record<string, ProblemKind> = {
  malformed_json: { status: 400, title: 'The body is not valid JSON', cause: 'A quote, bracket or comma is missing or too many, or the body is empty.', cure: 'Send one JSON object, encoded in UTF-8.' },
  bad_request: { status: 400, title: 'The request cannot be read', cause: 'The request breaks the rules of HTTP or of this API before its content is looked at.', cure: 'Compare the request with the OpenAPI document.' },
  unauthenticated: { status: 401, title: 'Sign in first', cause: 'No access token was sent, or it is expired, altered or revoked.', cure: 'Sign in at POST /api/v1/auth/login and send the token as `Authorization: Bearer …`.' },
  wrong_credentials: { status: 401, title: 'User name or password is wrong', cause: 'No active user has this name and password.', cure: 'Check both; an admin can reactivate a user.' },
  forbidden: { status: 403, title: 'Your role may not do this', cause: 'The action is not among those of your role, whoever the row belongs to.', cure: 'Ask somebody whose role may; the OpenAPI document names the roles of each operation.' },
  sandbox_closed: { status: 403, title: 'There is no sandbox here', cause: 'X-Sandbox was sent to a system that is not the embedded demo.', cure: 'Leave the header out, or use the demo.' },
  not_found: { status: 404, title: 'Not found', cause: 'There is no such row, or it is not yours to see; the answer is the same for both.', cure: 'Check the id and who you are signed in as.' },
  method_not_allowed: { status: 405, title: 'This path does not take that method', cause: 'The path exists with other methods.', cure: 'Look the path up in the OpenAPI document.' },
  request_timeout: { status: 408, title: 'The request took too long to arrive', cause: 'Headers or body were sent too slowly.', cure: 'Send the request again, in one go.' },
  username_taken: { status: 409, title: 'The user name is taken', cause: 'Another user has this name, upper and lower case alike.', cure: 'Choose another name.' },
  email_taken: { status: 409, title: 'The e-mail address is taken', cause: 'Another user has this address.', cure: 'Sign in with the existing user, or use another address.' },
  prospect_in_use: { status: 409, title: 'The prospect cannot be deleted', cause: 'Quotes or policies hang on it.', cure: 'Set its status to declined instead.' },
  status_not_reachable: { status: 409, title: 'The prospect cannot take that status', cause: 'A broker sets contacted and declined only, and a status never moves backwards.', cure: 'Read the prospect again and choose a status that follows from its present one.' },
  no_provider_available: { status: 409, title: 'No provider would insure this prospect', cause: 'Every provider refuses; `excluded` holds each one\'s reasons.', cure: 'Change what the reasons name (the coverage, usually) and ask again.' },
  quote_not_open: { status: 409, title: 'The quote is no longer open', cause: 'It was accepted, rejected or superseded, or it is past its validity.', cure: 'Read the quote; generate new quotes where none is open.' },
  quote_expired: { status: 409, title: 'The quote is past its validity', cause: 'A quote is binding for 30 days.', cure: 'Generate new quotes for the prospect.' },
  already_insured: { status: 409, title: 'The prospect already has such a policy', cause: 'An active policy of the same insurance type with the same provider exists.', cure: 'Send allow_second_policy: true if a second one is wanted.' },
  request_in_progress: { status: 409, title: 'The first request with this key is still running', cause: 'Another request with the same Idempotency-Key has not been answered yet.', cure: 'Send the same request again in a moment; it will get the first one\'s answer.' },
  state_conflict: { status: 409, title: 'The present state does not allow this', cause: 'The row has moved on, or its rules forbid the step.', cure: 'Read it again and decide anew.' },
  stale: { status: 412, title: 'Somebody changed it in between', cause: 'If-Match names a version that is no longer the current one.', cure: 'Read the resource again, apply your change to it, and send the new ETag.' },
  body_too_large: { status: 413, title: 'The body is too large', cause: 'Bodies may have 100 KB.', cure: 'Send less at a time.' },
  unsupported_media_type: { status: 415, title: 'This content type is not understood', cause: 'The route takes application/json (login also a form).', cure: 'Set the Content-Type header to what the body is.' },
  validation_failed: { status: 422, title: 'Some fields are not right', cause: '`errors` names each field and what is wrong with it.', cure: 'Correct the named fields and send the request again; nothing was changed.' },
  unknown_field: { status: 422, title: 'The request has fields that this route does not know', cause: 'A misspelt name, or a field that cannot be set here.', cure: 'Leave out the fields that `errors` names.' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key belongs to another request', cause: 'The same key came to this route before, with another body or path.', cure: 'Use a new key for every new request; repeat a request unchanged.' },
  precondition_required: { status: 428, title: 'Say which version you are changing', cause: 'The If-Match header is missing.', cure: 'Read the resource and send its ETag as If-Match.' },
  too_many_requests: { status: 429, title: 'Too many requests', cause: 'The limit of this route was reached.', cure: 'Wait for as long as Retry-After says.' },
  headers_too_large: { status: 431, title: 'The headers are too large', cause: 'Together they exceed the limit.', cure: 'Send fewer or shorter headers.' },
  internal_error: { status: 500, title: 'Something went wrong on our side', cause: 'A fault in the program; it was logged under the request id.', cure: 'Try again; if it stays, report the request id.' },
  unavailable: { status: 503, title: 'Not available for now', cause: 'A part that the answer needs (mostly the database) cannot be reached.', cure: 'Try the same request again in a moment; nothing was lost.' },
  document_damaged: { status: 503, title: 'The stored document cannot be handed out', cause: 'Its file is missing from the documents folder, or is no longer the one that was put on record.', cure: 'An admin restores the file from the backup of the documents folder; asking again before changes nothing.' },
};
