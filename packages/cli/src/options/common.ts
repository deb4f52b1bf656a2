/** The flags that every command has. */

import type { Flags } from '../define-command.ts';
import type { Arguments } from './arguments.ts';

export const commonFlags = {
  json: { describe: 'print one JSON object on stdout and nothing else' },
  quiet: { describe: 'no notes and no progress on stderr' },
  verbose: { describe: 'more about what was done on stderr' },
  'no-color': { describe: 'no colour, as with NO_COLOR=1' },
  debug: { describe: 'stack traces of errors, as with GEN_DEBUG=1' },
  seed: {
    value: 'N',
    describe: 'seed of everything random; without effect where nothing is drawn',
    default: 'drawn, and printed',
  },
  help: { describe: 'this text' },
} satisfies Flags;

export interface CommonOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  /** Any whole number that a double holds exactly; null where none was given. */
  readonly seed: number | null;
}

export function parseCommon(args: Arguments): CommonOptions {
  return {
    json: args.isOn('json'),
    quiet: args.isOn('quiet'),
    verbose: args.isOn('verbose'),
    color: !args.isOn('no-color'),
    seed: args.integer('seed'),
  };
}
