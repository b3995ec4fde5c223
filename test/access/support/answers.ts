import { glob, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Answer } from '../../support/client.js';
import { type ApiOperation, type Schema } from './document.js';

const FILES = 'src/**/*.answers.json';
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
  private readonly answers = new Map<string, unknown>();
  private readonly sections = new Map<string, string>();
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
  keep({ id, section }: ApiOperation, { body, headers }: Answer): void {
    this.sections.set(id, section);
    const type = headers.get('content-type')?.split(';')[0];
    if (type === 'application/json') this.answers.set(id, this.shortened(body));
    if (type === 'text/csv' || type === 'text/plain')
      this.answers.set(id, (body as string).split('\n').slice(0, MOST_LINES).join('\n'));
  }

  /** Puts what was kept where the document's answers lie: a new operation's into the file of its section. */
  async record(): Promise<void> {
    const known = new Map<string, string>();
    const files: string[] = [];
    for await (const file of glob(FILES)) files.push(file);
    for (const file of files)
      for (const id of Object.keys(JSON.parse(await readFile(file, 'utf8')) as object)) known.set(id, file);
    const fileOf = (id: string) =>
      known.get(id) ?? files.find((file) => path.basename(file) === `${this.sections.get(id)}.answers.json`);
    for (const file of files) {
      const own = Object.fromEntries([...this.answers].filter(([id]) => fileOf(id) === file));
      await writeFile(file, `${JSON.stringify(own, null, 2)}\n`);
    }
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
