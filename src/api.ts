import { type ApiDescription } from './platform/http/openapi/api-description.js';
import { problems } from './platform/http/problems/problem-catalogue.js';

/** The API as a whole; the rest stands beside each route. */
export const API: ApiDescription = {
  /** Raised by hand: a breaking change without a new major version fails the check. */
  version: '2.0.0',
  introduction:
    'Prospects, eligibility, quotes, policies and commissions. Sign in with the Authorize button (user name and password suffice); on the ' +
    'demo data as `broker1` with `correct-horse-battery-staple`.',
  exampleProblem: 'quote_not_open',
  // A new problem need not be added: it comes after these.
  publishedProblems: `
    malformed_json bad_request
    unauthenticated wrong_credentials otp_required wrong_otp invalid_refresh_token
    mfa_enrolment_required sign_in_again forbidden own_commission sandbox_closed
    not_found method_not_allowed request_timeout
    username_taken email_taken not_on_oneself last_admin supervision_circle second_factor_exists second_factor_required
    prospect_in_use status_not_reachable no_provider_available quote_not_open quote_expired facts_changed already_insured
    request_in_progress policy_not_active renewal_not_open no_longer_insurable premium_change_unconfirmed instalment_paid
    commission_not_pending commission_not_payable nothing_to_pay batch_refused glyph_missing delivery_not_dead
    no_catalogue_effective state_conflict
    stale body_too_large unsupported_media_type misdirected_request
    validation_failed unknown_field idempotency_key_reused precondition_required
    too_many_requests too_many_first_mails headers_too_large internal_error unavailable document_damaged
  `
    .trim()
    .split(/\s+/),
};

// It names routes of several modules.
problems({
  unsupported_media_type: {
    status: 415,
    title: 'This content type is not understood',
    cause: 'Routes take application/json (login also a form, contracts/verify a PDF instead), never compressed.',
    cure: 'Set the Content-Type header to what the body is.',
  },
});
