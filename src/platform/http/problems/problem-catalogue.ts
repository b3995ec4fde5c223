/** One kind of problem: what every answer with this code means, and what to do about it. */
export interface ProblemKind {
  status: number;
  title: string;
  cause: string;
  cure: string;
}

/** Every problem that the API can answer with, by code. */
export const PROBLEMS: Record<string, ProblemKind> = {
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
  wrong_credentials: {
    status: 401,
    title: 'User name or password is wrong',
    cause: 'No active user has this name and password.',
    cure: 'Check both; an admin can reactivate a user.',
  },
  otp_required: {
    status: 401,
    title: 'The second factor is missing',
    cause: 'User name and password are right, and this user has a second factor.',
    cure: "Send the authenticator's code, or a recovery code, as otp beside them.",
  },
  wrong_otp: {
    status: 401,
    title: 'The code is wrong',
    cause: "The code is not the authenticator's present one, or it was used before.",
    cure: 'Wait for the next code, check the clock of the device, or use a recovery code.',
  },
  invalid_refresh_token: {
    status: 401,
    title: 'The refresh token is worth nothing',
    cause: 'It is unknown, too old, revoked, or was used before; the latter ends its session.',
    cure: 'Sign in again; keep the newest refresh token only.',
  },
  mfa_enrolment_required: {
    status: 403,
    title: 'Enrol a second factor first',
    cause: 'Your role works with a second factor only, and you have none.',
    cure: 'POST /api/v1/auth/mfa/enrol, then /auth/mfa/confirm with a code of your authenticator.',
  },
  sign_in_again: {
    status: 403,
    title: 'Sign in again first',
    cause: 'This changes how you sign in, and your sign-in is older than 15 minutes.',
    cure: 'Sign in and repeat the request with the new token.',
  },
  forbidden: {
    status: 403,
    title: 'Your role may not do this',
    cause: 'The action is not among those of your role, whoever the row belongs to.',
    cure: 'Ask somebody whose role may; the OpenAPI document names the roles of each operation.',
  },
  own_commission: {
    status: 403,
    title: 'It is your own commission',
    cause: 'Nobody decides on what they earn themselves.',
    cure: 'A superior approves or rejects it.',
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
  username_taken: {
    status: 409,
    title: 'The user name is taken',
    cause: 'Another user has this name, upper and lower case alike.',
    cure: 'Choose another name.',
  },
  email_taken: {
    status: 409,
    title: 'The e-mail address is taken',
    cause: 'Another user has this address.',
    cure: 'Sign in with the existing user, or use another address.',
  },
  not_on_oneself: {
    status: 409,
    title: 'Not on yourself',
    cause: 'Nobody changes their own role, or deactivates themselves.',
    cure: 'Ask another admin.',
  },
  last_admin: {
    status: 409,
    title: 'The last admin must stay',
    cause: 'No active admin would be left.',
    cure: 'Make another user admin first.',
  },
  supervision_circle: {
    status: 409,
    title: 'Supervision would go in a circle',
    cause: 'The named supervisor is the user, or reports to the user.',
    cure: "Name somebody outside the user's team.",
  },
  second_factor_exists: {
    status: 409,
    title: 'A second factor is enrolled already',
    cause: 'A user has one at a time.',
    cure: 'DELETE /api/v1/auth/mfa first.',
  },
  second_factor_required: {
    status: 409,
    title: 'Your role needs its second factor',
    cause: 'REQUIRE_MFA is set, and your role works with a second factor only.',
    cure: 'Keep it; where the device is lost, sign in with a recovery code.',
  },
  prospect_in_use: {
    status: 409,
    title: 'The prospect cannot be deleted',
    cause: 'Quotes or policies hang on it.',
    cure: 'Set its status to declined instead.',
  },
  status_not_reachable: {
    status: 409,
    title: 'The prospect cannot take that status',
    cause: 'A broker sets contacted and declined only, and a status never moves backwards.',
    cure: 'Read the prospect again and choose a status that follows from its present one.',
  },
  no_provider_available: {
    status: 409,
    title: 'No provider would insure this prospect',
    cause: "Every provider refuses; `excluded` holds each one's reasons.",
    cure: 'Change what the reasons name (the coverage, usually) and ask again.',
  },
  quote_not_open: {
    status: 409,
    title: 'The quote is no longer open',
    cause: 'It was accepted, rejected or superseded, or it is past its validity.',
    cure: 'Read the quote; generate new quotes where none is open.',
  },
  quote_expired: {
    status: 409,
    title: 'The quote is past its validity',
    cause: 'A quote binds the provider until its `valid_until`, and not a day longer.',
    cure: 'Generate new quotes for the prospect.',
  },
  facts_changed: {
    status: 409,
    title: 'The quote was priced for other facts',
    cause:
      "The prospect's birth date, type or risk category is no longer what the quote was priced for; `changed_facts` names which. A birthday changes none of them.",
    cure: 'Generate new quotes, or correct the prospect where the change was the mistake.',
  },
  already_insured: {
    status: 409,
    title: 'The prospect already has such a policy',
    cause: 'An active policy of the same insurance type with the same provider exists.',
    cure: 'Send allow_second_policy: true if a second one is wanted.',
  },
  request_in_progress: {
    status: 409,
    title: 'The first request with this key is still running',
    cause: 'Another request with the same Idempotency-Key has not been answered yet.',
    cure: "Send the same request again in a moment; it will get the first one's answer.",
  },
  policy_not_active: {
    status: 409,
    title: 'The policy is no longer in force',
    cause: 'It was cancelled, or its last term has ended.',
    cure: 'Read the policy; generate new quotes where the prospect wants cover again.',
  },
  renewal_not_open: {
    status: 409,
    title: 'The policy cannot be renewed yet',
    cause: 'A term can be renewed in its last 30 days; `renewal_date` names the first.',
    cure: 'Renew from that day on.',
  },
  no_longer_insurable: {
    status: 409,
    title: 'The provider does not take on another term',
    cause: 'At the age and by the catalogue of the new term the provider refuses; `reasons` holds all.',
    cure: 'Generate new quotes: another provider may accept.',
  },
  premium_change_unconfirmed: {
    status: 409,
    title: 'The premium rises by more than 10 %',
    cause: "Such a rise needs the prospect's word; the answer names both premiums.",
    cure: 'Ask the prospect, then send accept_premium_change: true.',
  },
  instalment_paid: {
    status: 409,
    title: 'The instalment is paid already',
    cause: 'It was marked as paid before; `paid_on` says when.',
    cure: 'Nothing is to be done.',
  },
  commission_not_pending: {
    status: 409,
    title: 'The commission has been decided on',
    cause: 'Only a pending commission is approved or rejected; what follows is corrected by a further row.',
    cure: 'Read the commission again.',
  },
  commission_not_payable: {
    status: 409,
    title: 'These commissions cannot be paid together',
    cause:
      'One is not approved, or was paid before, or takes back one that is not paid, or a beneficiary would get less than nothing; `errors` names each.',
    cure: 'Leave out or add what `errors` names, and send the request again; nothing was paid.',
  },
  nothing_to_pay: {
    status: 409,
    title: 'Nothing is left to pay',
    cause: 'No commission of the period is approved and unpaid, or what is owed outweighs it (`carried_over`).',
    cure: 'Approve commissions first, or name another period.',
  },
  batch_refused: {
    status: 409,
    title: 'One of them cannot be done, so none was',
    cause: '`errors` names each id and what stands against it.',
    cure: 'Leave out the named ids, or clear up what stands against them.',
  },
  glyph_missing: {
    status: 409,
    title: 'A character of the contract cannot be printed',
    cause:
      "None of the fonts that the system brings has it; `characters` names each. The machine's own fonts do not count: a contract looks the same everywhere.",
    cure: 'Correct the name in which it stands (PATCH the prospect) and ask again; an admin redrives the dead delivery.',
  },
  delivery_not_dead: {
    status: 409,
    title: 'The delivery is not dead',
    cause: 'It is under way, done, or was skipped, so there is nothing to redrive or skip.',
    cure: 'Read GET /api/v1/operations/dead-letters again.',
  },
  no_catalogue_effective: {
    status: 409,
    title: 'No catalogue version covers that day',
    cause: "The providers' terms are dated, and none are in force on the day asked for.",
    cure: 'Name another day, or have an admin publish a catalogue version for it.',
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
  unsupported_media_type: {
    status: 415,
    title: 'This content type is not understood',
    cause: 'Routes take application/json (login also a form, contracts/verify a PDF instead), never compressed.',
    cure: 'Set the Content-Type header to what the body is.',
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
  too_many_first_mails: {
    status: 429,
    title: 'Too many new addresses today',
    cause:
      'A user may have us write to so many addresses a day that we have never written to (FIRST_MAILS_PER_DAY, 50 by default), and these are used up; the admins have been told.',
    cure: 'Go on tomorrow: Retry-After says in how many seconds. Nothing was changed. For more a day the operator sets FIRST_MAILS_PER_DAY.',
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
  document_damaged: {
    status: 503,
    title: 'The stored document cannot be handed out',
    cause: 'Its file is missing from the documents folder, or is no longer the one that was put on record.',
    cure: 'An admin restores the file from the backup of the documents folder; asking again before changes nothing.',
  },
};
