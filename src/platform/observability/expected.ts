import { DomainError } from '../../kernel/domain-error.js';
import { codeOf } from '../http/problems/problem-code.js';
import { MailRefused, MailUnavailable } from '../mail/mail-error.js';
import { PdfUnavailable } from '../pdf/pdf-unavailable.js';

/** Whether the system knows this failure and what to do about it: a rule that refuses, a server that is away. */
export function isExpected(error: unknown): boolean {
  return (
    [DomainError, MailRefused, MailUnavailable, PdfUnavailable].some((kind) => error instanceof kind) ||
    codeOf(error) !== 'internal_error'
  );
}
