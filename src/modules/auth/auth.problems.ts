import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
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
  sign_in_again: {
    status: 403,
    title: 'Sign in again first',
    cause: 'This changes how you sign in, and your sign-in is older than 15 minutes.',
    cure: 'Sign in and repeat the request with the new token.',
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
});
