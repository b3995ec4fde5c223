import { defaultStackParser, makeNodeTransport, NodeClient, Scope } from '@sentry/node';
import { redactedReport } from './redacted-report.js';

/**
 * A client of its own instead of the SDK's `init`: no hooks into modules, no integrations, no OpenTelemetry, nothing
 * collected on the way. What is sent is what `redactedReport` lists.
 */
export class Reporter {
  private readonly client: NodeClient;

  constructor(
    dsn: string,
    environment: string,
    private readonly processName: string,
  ) {
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
      beforeSend: redactedReport,
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
