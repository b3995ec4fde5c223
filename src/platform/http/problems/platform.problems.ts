import { problems } from './problem-catalogue.js';

// What any route can meet, whatever it is about.
problems({
  malformed_json: {
    status: 400,
    title: 'The body is not valid JSON',
    cause: 'A quote, bracket or comma is missing or too many, or the body is empty.',
    cure: 'Send one JSON object, encoded in UTF-8.',
  },
  bad_request: {
    status: 400,
    title: 'The request cannot be read',
    cause: 'The request breaks the rules of HTTP or of this API before its content is looked at.',
    cure: 'Compare the request with the OpenAPI document.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    cause: 'No access token was sent, or it is expired, altered or revoked.',
    cure: 'Sign in at POST /api/v1/auth/login and send the token as `Authorization: Bearer …`.',
  },
  mfa_enrolment_required: {
    status: 403,
    title: 'Enrol a second factor first',
    cause: 'Your role works with a second factor only, and you have none.',
    cure: 'POST /api/v1/auth/mfa/enrol, then /auth/mfa/confirm with a code of your authenticator.',
  },
  forbidden: {
    status: 403,
    title: 'Your role may not do this',
    cause: 'The action is not among those of your role, whoever the row belongs to.',
    cure: 'Ask somebody whose role may; the OpenAPI document names the roles of each operation.',
  },
  sandbox_closed: {
    status: 403,
    title: 'There is no sandbox here',
    cause: 'X-Sandbox was sent to a system that is not the embedded demo.',
    cure: 'Leave the header out, or use the demo.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    cause: 'There is no such row, or it is not yours to see; the answer is the same for both.',
    cure: 'Check the id and who you are signed in as.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This path does not take that method',
    cause: 'The path exists with other methods.',
    cure: 'Look the path up in the OpenAPI document.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    cause: 'Headers or body were sent too slowly.',
    cure: 'Send the request again, in one go.',
  },
  request_in_progress: {
    status: 409,
    title: 'The first request with this key is still running',
    cause: 'Another request with the same Idempotency-Key has not been answered yet.',
    cure: "Send the same request again in a moment; it will get the first one's answer.",
  },
  state_conflict: {
    status: 409,
    title: 'The present state does not allow this',
    cause: 'The row has moved on, or its rules forbid the step.',
    cure: 'Read it again and decide anew.',
  },
  stale: {
    status: 412,
    title: 'Somebody changed it in between',
    cause: 'If-Match names no version that is the current one, or If-None-Match the very one that is.',
    cure: 'Read the resource again, apply your change to it, and send the new ETag.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    cause: 'Bodies may have 100 KB, a PDF to verify 5 MB.',
    cure: 'Send less at a time.',
  },
  misdirected_request: {
    status: 421,
    title: 'This is not the host you asked for',
    cause: 'The Host header names a host that is not this system.',
    cure: 'Use the address that the system is known by; its operator names further ones in ALLOWED_HOSTS.',
  },
  validation_failed: {
    status: 422,
    title: 'Some fields are not right',
    cause: '`errors` names each field and what is wrong with it.',
    cure: 'Correct the named fields and send the request again; nothing was changed.',
  },
  unknown_field: {
    status: 422,
    title: 'The request has fields that this route does not know',
    cause: 'A misspelt name, or a field that cannot be set here.',
    cure: 'Leave out the fields that `errors` names.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    cause: 'The same key came to this route before, with another body or path.',
    cure: 'Use a new key for every new request; repeat a request unchanged.',
  },
  precondition_required: {
    status: 428,
    title: 'Say which version you are changing',
    cause: 'The If-Match header is missing.',
    cure: 'Read the resource and send its ETag as If-Match.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    cause: 'The limit of this route was reached.',
    cure: 'Wait for as long as Retry-After says.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    cause: 'Together they exceed the limit.',
    cure: 'Send fewer or shorter headers.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    cause: 'A fault in the program; it was logged under the request id.',
    cure: 'Try again; if it stays, report the request id.',
  },
  unavailable: {
    status: 503,
    title: 'Not available for now',
    cause: 'A part that the answer needs (mostly the database) cannot be reached.',
    cure: 'Try the same request again in a moment; nothing was lost.',
  },
});
