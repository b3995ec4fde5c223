/** What the scripts say on the terminal: one calm line per step, with its duration. */

const colourful = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const live = Boolean(process.stdout.isTTY) && !process.env.CI;
const colour = (code) => (text) => (colourful ? `\u001b[${code}m${text}\u001b[0m` : String(text));

export const paint = {
  bold: colour('1'),
  dim: colour('2'),
  red: colour('31'),
  green: colour('32'),
  yellow: colour('33'),
  cyan: colour('36'),
};

// A closed pipe (npm start | head) must not kill the launcher before it has stopped its servers.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

/** A step that could not be done: what failed (`message`) and what the person can do about it (`hint`). */
export class Failure extends Error {
  constructor(message, hint = '', output = '') {
    super(message);
    this.hint = hint;
    this.output = output;
  }
}

export function say(text = '') {
  process.stdout.write(`${text}\n`);
}

export function heading(text) {
  say(`\n${paint.bold(text)}`);
}

export function warn(text) {
  say(`${paint.yellow('!')} ${text}`);
}

/** Milliseconds as a person reads them: `0.4 s`, `1 min 12 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs `work(note)` and prints one line about it; `note(text)` sets the detail shown beside the label.
 * `quiet` leaves out the moving line, for work whose children print themselves.
 */
export async function step(label, work, { quiet = false } = {}) {
  const began = Date.now();
  let detail = '';
  const draw = (mark) =>
    `${mark} ${label}${detail ? paint.dim(` · ${detail}`) : ''} ${paint.dim(`· ${duration(Date.now() - began)}`)}`;
  const clear = () => {
    if (live && !quiet) process.stdout.write('\r\u001b[2K');
  };
  const redraw = () => {
    clear();
    process.stdout.write(draw(paint.cyan('…')).slice(0, (process.stdout.columns ?? 200) + 20));
  };
  const ticker = live && !quiet ? setInterval(redraw, 200) : undefined;
  // Without a terminal a long silence looks like a hang, so the label appears once after three seconds.
  const announcement = ticker
    ? undefined
    : setTimeout(() => {
        if (!quiet) say(`… ${label}`);
      }, 3000);
  try {
    const result = await work((text) => {
      detail = text;
    });
    clear();
    say(draw(paint.green('✓')));
    return result;
  } catch (error) {
    clear();
    say(draw(paint.red('✗')));
    throw error;
  } finally {
    clearInterval(ticker);
    clearTimeout(announcement);
  }
}

/** Prints a failure for a person; a stack trace only where the fault is ours (or with DEBUG set). */
export function explain(error) {
  if (error.output) process.stderr.write(`${error.output.trimEnd()}\n`);
  process.stderr.write(`${paint.red('✗')} ${error.message}\n`);
  if (error.hint) process.stderr.write(`  ${error.hint}\n`);
  if (process.env.DEBUG || !(error instanceof Failure)) process.stderr.write(`${paint.dim(error.stack ?? '')}\n`);
}
