import { type MailUnavailable } from '../../platform/mail/mail-error.js';

/** What fails before the server is told of any mail, or where the mail is a file that the next try replaces. */
const BEFORE_THE_MAIL = new Set([
  'EDNS',
  'ENOGREETING',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROXY',
  'ECONFIG',
  'ETLS',
  'EREQUIRETLS',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'ENOENT',
  'ENOTDIR',
  'EMFILE',
  'ENFILE',
]);

/**
 * Whether it is certain that the recipient gets nothing from a hand-over that failed. A server that answers 4yz or
 * 5yz, whenever it does, has not taken the mail (RFC 5321 §4.2.1, §6.1); one that falls silent or hangs up may have.
 */
export function nothingWasSent({ code }: Pick<MailUnavailable, 'code'>): boolean {
  const [kind, reply] = code.split(' ');
  return /^[45]\d\d$/.test(kind!) || /^[45]\d\d$/.test(reply ?? '') || BEFORE_THE_MAIL.has(kind!);
}
