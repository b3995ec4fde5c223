/**
 * Refused for good (RFC 5321 §4.2.1, 5yz): by the server, for this recipient or this message, or here because
 * a field is no valid mail. Trying again changes nothing. Never carries the server's own words, since those
 * repeat the address.
 */
export class MailRefused extends Error {
  constructor(
    /** `'550 5.1.1'` (reply code, enhanced code if given) or a word of ours: `'invalid_recipient'`. */
    readonly code: string,
  ) {
    super(`mail refused: ${code}`);
    this.name = 'MailRefused';
  }
}

/**
 * Not handed over this time, as far as we know: 4yz, unreachable, timed out, or our own access refused. Try
 * again later with the same message id; the server may have taken the mail and lost only its answer.
 */
export class MailUnavailable extends Error {
  constructor(
    /** A 4yz reply, `'421'` or `'451 4.7.1'`; else the class of failure: `'ETIMEDOUT'`, `'EAUTH 535'`, `'ENOSPC'`. */
    readonly code: string,
  ) {
    super(`mail not sent, try again later: ${code}`);
    this.name = 'MailUnavailable';
  }
}

interface SmtpFailure {
  code?: string;
  /** The system's own code, where nodemailer put a word of its own in its place. */
  originalCode?: string;
  /** The system call that failed: `connect`. */
  syscall?: string;
  /** Which of nodemailer's deadlines an `ETIMEDOUT` is about. */
  timeoutType?: string;
  responseCode?: number;
  response?: string;
  command?: string;
}

/** Sorts what nodemailer or the file system threw into {@link MailRefused} and {@link MailUnavailable}. */
export function mailError(cause: unknown): MailRefused | MailUnavailable {
  if (cause instanceof MailRefused || cause instanceof MailUnavailable) return cause;
  const failure = (cause ?? {}) as SmtpFailure;
  const reply = failure.responseCode ? replyCode(failure.responseCode, failure.response) : '';
  if (judgesThisMail(failure)) return new MailRefused(reply || (failure.code ?? 'refused'));
  const kind = beforeTheGreeting(failure) ?? failure.code ?? 'unknown';
  return new MailUnavailable(reply.startsWith('4') ? reply : `${kind} ${reply}`.trim());
}

/** Told apart, since without a connection or a greeting the server cannot have taken any mail. */
function beforeTheGreeting({ syscall, originalCode, timeoutType }: SmtpFailure): string | undefined {
  if (timeoutType === 'CONNECT_TIMEOUT' || timeoutType === 'GREETING_TIMEOUT') return 'ENOGREETING';
  return syscall === 'connect' ? originalCode : undefined;
}

/**
 * A 5yz to the greeting, to AUTH or to MAIL FROM is about our access and mends when the configuration does;
 * only 552 (too large) in answer to MAIL FROM is about this mail.
 */
function judgesThisMail({ code, responseCode, command }: SmtpFailure): boolean {
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false;
  if (responseCode === undefined) return true;
  if (responseCode < 500) return false;
  return command !== 'MAIL FROM' || responseCode === 552;
}

function replyCode(code: number, response = ''): string {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  return enhanced ? `${code} ${enhanced}` : String(code);
}
