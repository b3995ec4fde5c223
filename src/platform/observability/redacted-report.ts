import { type ErrorEvent, type Exception } from '@sentry/node';

/** Of an event only: when, which process, the error with its stack, and the tags. No request, no user, no context. */
export function redactedReport({
  event_id,
  timestamp,
  platform,
  level,
  environment,
  release,
  tags,
  exception,
}: ErrorEvent): ErrorEvent {
  return {
    type: undefined,
    event_id,
    timestamp,
    platform,
    level,
    environment,
    release,
    tags,
    exception: { values: exception?.values?.map(withoutValues) },
  };
}

function withoutValues({ type, value, mechanism, stacktrace }: Exception): Exception {
  const frames = stacktrace?.frames?.map(({ filename, function: name, lineno, colno, module, in_app }) => ({
    filename,
    function: name,
    lineno,
    colno,
    module,
    in_app,
  }));
  return { type, value: value && redactedMessage(value), mechanism, ...(frames && { stacktrace: { frames } }) };
}

/** An error's message without what it quotes: texts in quotes or brackets, addresses, long numbers. */
export function redactedMessage(message: string): string {
  return message
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|„[^“]*“|“[^”]*”|«[^»]*»|\([^()]*\)/g, '…')
    .replace(/[^\s@]+@[^\s@]+/g, '…')
    .replace(/\+?\d[\d ./-]{4,}\d/g, '…')
    .slice(0, 300);
}
