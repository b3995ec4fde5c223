import { parseArgs } from 'node:util';
import { Failure, say } from './terminal.mjs';

/**
 * The command's options as `parseArgs` describes them. `--help` prints `usage` and ends; what the command does not take
 * is a Failure, before anything is done.
 */
export function readArguments(usage, options = {}) {
  let values;
  try {
    ({ values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } }));
  } catch (error) {
    throw new Failure(error.message.split('. ')[0], usage);
  }
  if (values.help) {
    say(usage);
    process.exit(0);
  }
  return values;
}
