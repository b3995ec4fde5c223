import { type AddressInfo, type Socket } from 'node:net';
import { type Readable } from 'node:stream';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/**
 * What the sink does with the next mail: `accept`; `busy` answers 421 and `refuse-recipient` 550 to RCPT TO;
 * `refuse-message` answers 554 and `defer-message` 451 after DATA; `hang-after-data` takes the mail and never
 * answers; `die-after-250` answers 250 and cuts the connection; `die-before-250` takes it and cuts the
 * connection without an answer.
 */
export type SinkBehaviour =
  | 'accept'
  | 'busy'
  | 'refuse-recipient'
  | 'refuse-message'
  | 'defer-message'
  | 'hang-after-data'
  | 'die-after-250'
  | 'die-before-250';

type Reply = (error?: Error | null, message?: string) => void;

/** A scriptable SMTP server on a free port of 127.0.0.1 that keeps every mail whose DATA it read. */
export class SmtpSink {
  /** Every mail read to its end, answered or not, oldest first. */
  readonly mails: ParsedMail[] = [];
  /** Recipients of every RCPT TO, oldest first. */
  readonly recipients: string[] = [];
  private readonly script: SinkBehaviour[] = [];
  private readonly sockets = new Map<string, Socket>();
  private server: SMTPServer | undefined;

  /** `behaviour` holds whenever {@link next} has nothing scripted; `read` takes of a mail what the test looks at. */
  constructor(
    public behaviour: SinkBehaviour = 'accept',
    private readonly read: (mail: Readable) => Promise<ParsedMail> = simpleParser,
  ) {}

  /** Listens and gives the URL, `smtp://127.0.0.1:<port>`; a port other than 0 brings a stopped one back. */
  async start(port = 0): Promise<string> {
    const server = this.newServer();
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.server.off('error', reject);
        resolve();
      });
    });
    return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  }

  /** Scripts the coming mails, one behaviour each; afterwards {@link behaviour} holds again. */
  next(...behaviours: SinkBehaviour[]): void {
    this.script.push(...behaviours);
  }

  /** Cuts every connection and stops listening. */
  async stop(): Promise<void> {
    for (const socket of this.sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => (this.server ? this.server.close(resolve) : resolve()));
  }

  /** A new one for each start: a closed one would answer 421 for ever, though it listens again. */
  private newServer(): SMTPServer {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 200,
      onRcptTo: ({ address }, session, reply) => this.onRecipient(address, session, reply),
      // Whoever dies within DATA has sent no mail.
      onData: (stream, session, reply) => void this.onData(stream, session, reply).catch(() => undefined),
    });
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      const peer = `${socket.remoteAddress}:${socket.remotePort}`;
      this.sockets.set(peer, socket);
      socket.once('close', () => this.sockets.delete(peer));
    });
    return server;
  }

  private onRecipient(address: string, session: SMTPServerSession, reply: Reply): void {
    const behaviour = this.script.shift() ?? this.behaviour;
    this.recipients.push(address);
    if (behaviour === 'busy') return reply(smtpReply(421, '4.3.2 Service not available'));
    if (behaviour === 'refuse-recipient') return reply(smtpReply(550, `5.1.1 <${address}> no such user here`));
    (session as { behaviour?: SinkBehaviour }).behaviour = behaviour;
    reply();
  }

  private async onData(stream: Readable, session: SMTPServerSession, reply: Reply): Promise<void> {
    const { behaviour } = session as { behaviour?: SinkBehaviour };
    const socket = this.sockets.get(`${session.remoteAddress}:${session.remotePort}`);
    this.mails.push(await this.read(stream));
    if (behaviour === 'hang-after-data') return;
    if (behaviour === 'die-before-250') return void socket?.destroy();
    if (behaviour === 'refuse-message') return reply(smtpReply(554, '5.7.1 message refused'));
    if (behaviour === 'defer-message') return reply(smtpReply(451, '4.7.1 try again later'));
    reply(null, 'taken');
    if (behaviour === 'die-after-250') setImmediate(() => socket?.destroySoon());
  }
}

function smtpReply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
