import { defaultStackParser, type ErrorEvent, type Exception, makeNodeTransport, NodeClient, Scope } from '@sentry/node';

/**
 * A client of its own instead of the SDK's `init`: no hooks into modules, no integrations, no OpenTelemetry, nothing
 * collected on the way. What is sent is what `told` lists.
 */
export class Reporter {
  private readonly client: NodeClient;

  constructor(dsn: string, environment: string, private readonly processName: string) {
    this.client = new NodeClient({
      dsn,
      environment,
      transport: makeNodeTransport,
      stackParser: defaultStackParser,
      integrations: [],
      includeServerName: false,
      enableOpenTelemetrySetup: false,
      enableRuntimeChannelInjection: false,
      sendClientReports: false,
      beforeSend: told,
    });
  }

  report(error: unknown, facts: Record<string, string | boolean>): void {
    const scope = new Scope();
    scope.setTags({ process: this.processName, ...facts });
    this.client.captureException(error, undefined, scope);
  }

  /** Waits until all is sent, for so long at most. */
  async close(milliseconds: number): Promise<void> {
    await this.client.close(milliseconds);
  }
}

/** Of an event only: when, which process, the error with its stack, and the tags. No request, no user, no context. */
export function told({ event_id, timestamp, platform, level, environment, release, tags, exception }: ErrorEvent): ErrorEvent {
  return {
    type: undefined, event_id, timestamp, platform, level, environment, release, tags,
    exception: { values: exception?.values?.map(withoutValues) },
  };
}

function withoutValues({ type, value, mechanism, stacktrace }: Exception): Exception {
  const frames = stacktrace?.frames?.map(({ filename, function: name, lineno, colno, module, in_app }) => (
    { filename, function: name, lineno, colno, module, in_app }));
  return { type, value: value && discreetMessage(value), mechanism, ...(frames && { stacktrace: { frames } }) };
}

/** An error's message without what it quotes: texts in quotes or brackets, addresses, long numbers. */
export function discreetMessage(message: string): string {
  return message
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|„[^“]*“|“[^”]*”|«[^»]*»|\([^()]*\)/g, '…')
    .replace(/[^\s@]+@[^\s@]+/g, '…')
    .replace(/\+?\d[\d ./-]{4,}\d/g, '…')
    .slice(0, 300);
}
