import { writeFile } from 'node:fs/promises';
import { type Answer } from '../../support/client.js';
import { type ApiOperation, type Schema } from './document.js';

const FILE = 'src/platform/http/openapi/openapi-answers.json';
/** Of a list its first rows, of a text its first lines: an example is read, not scrolled. */
const MOST_ROWS = 2;
const MOST_NESTED = 30;
const MOST_LINES = 12;
/** The tests' tokens live longer than they do by default. */
const BY_DEFAULT = { expires_in: 900 };
/** In the middle of a month, so that its figures are neither empty nor complete. */
export const RECORDING_DAY = '2026-03-16T09:30:00Z';
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const HOUR = 3_600_000;

/** What the demo data answers to the operations' own examples, as the document shows it. */
export class Answers {
  private readonly answers: Record<string, unknown> = {};
  private readonly replaced: Map<string, unknown>;

  constructor(document: { components: { schemas: Record<string, Schema> } }) {
    const fields = Object.values(document.components.schemas).flatMap(({ properties }) =>
      Object.entries(properties ?? {}),
    );
    const secrets = fields
      .filter(([, { format, items }]) => (items?.format ?? format) === 'password')
      .map(([name, { example }]) => [name, example]);
    this.replaced = new Map<string, unknown>([...secrets, ...Object.entries(BY_DEFAULT)] as [string, unknown][]);
  }

  /** Keeps an answer, unless it is a file or a page; a secret is replaced by its field's own example. */
  keep({ id }: ApiOperation, { body, headers }: Answer): void {
    const type = headers.get('content-type')?.split(';')[0];
    if (type === 'application/json') this.answers[id] = this.shortened(body);
    if (type === 'text/csv' || type === 'text/plain')
      this.answers[id] = (body as string).split('\n').slice(0, MOST_LINES).join('\n');
  }

  /** Puts what was kept in place of what the document has shown until now. */
  record(): Promise<void> {
    return writeFile(FILE, `${JSON.stringify(this.answers, null, 2)}\n`);
  }

  private shortened(body: unknown): unknown {
    const rows = Array.isArray(body) ? body.slice(0, MOST_ROWS) : body;
    return JSON.parse(
      JSON.stringify(rows, (name, value: unknown) => {
        if (this.replaced.has(name)) return this.replaced.get(name);
        if (typeof value === 'string' && INSTANT.test(value)) return onRecordingDay(value);
        return Array.isArray(value) && value.length > MOST_NESTED ? value.slice(0, MOST_ROWS) : value;
      }),
    );
  }
}

/** Sessions and the access log run on real time, and would show the day of the recording beside the company's. */
function onRecordingDay(instant: string): string {
  const sinceNow = Date.parse(instant) - Date.now();
  return Math.abs(sinceNow) < HOUR ? new Date(Date.parse(RECORDING_DAY) + sinceNow).toISOString() : instant;
}
