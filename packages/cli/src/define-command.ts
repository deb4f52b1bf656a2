/**
 * What a command is: a description that help, completion and the parser all read, and two functions,
 * `parse` (typed words to options, pure) and `run` (options and a context, does the work).
 *
 * A new verb is one file in `commands/` that calls `defineCommand`, and one line in `commands/index.ts`.
 */

import type { Context } from './context.ts';
import type { Arguments } from './options/arguments.ts';

/** A flag takes the next word (`value`), or is a switch where `value` is absent. */
export interface Flag {
  /** What the value is called in help, for example `N` or `NAME=VALUE`. */
  readonly value?: string;
  readonly describe: string;
  /** The default as help shows it. */
  readonly default?: string;
  /** May be given more than once. */
  readonly repeat?: true;
  /** The only values it takes. */
  readonly choices?: readonly string[];
}

export type Flags = Readonly<Record<string, Flag>>;

export interface Operand {
  readonly name: string;
  readonly describe: string;
  readonly choices?: readonly string[];
}

/** The part of a command that can be read without running it. */
export interface CommandDescription {
  /** The words that call it: `['fit-ar']`, `['sample', 'ar']`. */
  readonly path: readonly string[];
  readonly operands: readonly Operand[];
  /** One sentence in lower case, without a full stop. */
  readonly summary: string;
  /** Flags under the headings that help prints. */
  readonly flags: Readonly<Record<string, Flags>>;
  /** Commands, two or more, that work when pasted in the repository's root, in this order, where the files that they name are there. */
  readonly examples: readonly { readonly command: string; readonly about: string }[];
}

export interface CommandDefinition<Options> extends CommandDescription {
  /** Throws `UsageError`. */
  parse(args: Arguments): Options;
  run(options: Options, context: Context): Promise<void>;
}

/** A command whose options are nobody else's business. */
export interface Command extends CommandDescription {
  execute(args: Arguments, context: Context): Promise<void>;
}

/** Joins a command's halves. */
export function defineCommand<Options>(definition: CommandDefinition<Options>): Command {
  return {
    ...definition,
    execute: async (args, context) => definition.run(definition.parse(args), context),
  };
}

/** All flags of a command by name. */
export function flagsOf(command: CommandDescription): Flags {
  return Object.assign({}, ...Object.values(command.flags));
}
