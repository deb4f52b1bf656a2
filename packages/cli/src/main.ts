/**
 * `gen`: from words to an exit code. yargs finds the command and its flags; everything said about them is ours.
 * What a command does stands in `commands/`, what an error means in `exit-codes.ts`.
 */

import { readFile } from 'node:fs/promises';
import { nearestName } from '@ferrogen/core';
import yargs, { type Argv } from 'yargs';
import { commands } from './commands/index.ts';
import { type Context, processContext } from './context.ts';
import { type Command, type Flags, flagsOf } from './define-command.ts';
import { UsageError } from './errors.ts';
import { exitCodes, reportOf } from './exit-codes.ts';
import { readArguments } from './options/arguments.ts';
import { commonFlags } from './options/common.ts';
import { printLines } from './output/say.ts';
import { renderCommandHelp, renderHelp } from './render/help.ts';
import { styleOf } from './render/style.ts';
import { printable } from './render/text.ts';

/**
 * Runs one command line, without the program's name, and resolves with the exit code.
 * Never throws: an error is told on stderr, its stack only with `--debug` or `GEN_DEBUG=1`.
 */
export async function main(
  argv: readonly string[],
  context: Context = processContext(),
): Promise<number> {
  try {
    const words = argv.map((word) => (word === '-h' ? '--help' : word));
    refuseReserved(words);
    await parserFor(words, context).parseAsync(words);
    return exitCodes.done;
  } catch (error) {
    const report = reportOf(error);
    if (report.exitCode !== exitCodes.done) {
      const { colors } = styleOf(context.stderr, context.env, {
        color: !argv.includes('--no-color'),
      });
      const lines = [`${colors.red('error:')} ${printable(report.message)}`];
      if (report.hint !== null) lines.push(`${colors.cyan('hint:')} ${printable(report.hint)}`);
      const debug = argv.includes('--debug') || Boolean(context.env.GEN_DEBUG);
      if (debug && error instanceof Error) lines.unshift(error.stack ?? '');
      await context.stderr.write(`${lines.join('\n')}\n`).catch(() => {});
    }
    return report.exitCode;
  }
}

type Values = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

/** yargs keeps flags on a plain object, where names such as `constructor` are taken. */
function refuseReserved(argv: readonly string[]): void {
  for (const word of argv) {
    const [, name = ''] = /^--?([^=]+)/.exec(word) ?? [];
    if (!Object.hasOwn(Object.prototype, name)) continue;
    throw new UsageError(`gen has no flag ${dashed(name)}`, 'gen --help lists them');
  }
}

function parserFor(argv: readonly string[], context: Context): Argv {
  const parser = yargs()
    .scriptName('gen')
    .exitProcess(false)
    .detectLocale(false)
    .help(false)
    .version(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    })
    .fail((message, error) => {
      throw wordsOf(message, error);
    })
    .options(yargsOptions({ ...commonFlags, version: { describe: '' } }))
    .command('*', false, {}, (values) => withoutCommand(values, context));
  for (const verb of new Set(commands.map(({ path }) => path[0]!))) {
    const family = commands.filter(({ path }) => path[0] === verb);
    parser.command(verb, false, (branch) => addFamily(branch, family, argv, context));
  }
  return parser;
}

/** A verb is a command itself, or stands before several (`train vae`), or both: `sample ar`, and `sample` of other models. */
function addFamily(
  branch: Argv,
  family: readonly Command[],
  argv: readonly string[],
  context: Context,
): Argv {
  for (const command of family) {
    branch.command(
      command.path[1] ?? '*',
      false,
      (leaf) => leaf.options(yargsOptions(flagsOf(command))),
      (values) => runCommand(command, values, argv, context),
    );
  }
  // A command that is the verb alone takes whatever word comes.
  if (family.every(({ path }) => path.length > 1)) {
    branch.command('*', false, {}, (values) => withoutModel(family, values, context));
  }
  return branch;
}

async function runCommand(
  command: Command,
  values: Values,
  argv: readonly string[],
  context: Context,
): Promise<void> {
  const style = styleOf(context.stdout, context.env, { color: values['no-color'] !== true });
  if (values.help === true) {
    return printLines(renderCommandHelp(command, commonFlags, style), context, style.width);
  }
  const name = `gen ${command.path.join(' ')}`;
  const known = [...Object.keys(flagsOf(command)), ...Object.keys(commonFlags)];
  for (const flag of Object.keys(values)) {
    if (flag === '_' || flag === '$0' || known.includes(flag)) continue;
    throw new UsageError(
      `${name} has no flag ${dashed(flag)}`,
      didYouMean(nearestName(flag, known), dashed) ?? `${name} --help lists them`,
    );
  }
  const switches = { ...flagsOf(command), ...commonFlags } as Flags;
  refuseValuedSwitch(argv, switches);
  const operands = values._.map(String).slice(command.path.length);
  const last = command.operands.at(-1);
  const empty = operands.indexOf('');
  if (empty >= 0 && !(command.operands[empty] ?? last)?.many) {
    throw new UsageError(
      `${name} got an empty name for ${command.operands[empty]?.name ?? 'a file'}`,
    );
  }
  const missing = command.operands[operands.length];
  if (missing && !missing.many) {
    throw new UsageError(
      `${name} needs ${missing.name}: ${missing.describe}`,
      `for example: ${command.examples[0]!.command}`,
    );
  }
  const surplus = operands[command.operands.length];
  if (surplus !== undefined && !last?.many) {
    throw new UsageError(
      `${name} takes ${command.operands.map((o) => o.name).join(' and ') || 'no names'}, and '${surplus}' is one too many`,
      `${name} --help shows what it takes`,
    );
  }
  await command.execute(readArguments(values, operands, argv), context);
}

/** `--json=false`, and `--json false`, of which yargs would take the second word for the switch's value. */
function refuseValuedSwitch(argv: readonly string[], flags: Flags): void {
  for (const [at, word] of argv.entries()) {
    const [, name = '', value] = /^--([^=]+)(=.*)?$/.exec(word) ?? [];
    if (!Object.hasOwn(flags, name) || flags[name]!.value !== undefined) continue;
    const next = argv[at + 1];
    const isValued = value !== undefined || next === 'true' || next === 'false';
    if (!isValued) continue;
    const typed = value === undefined ? `${word} ${next}` : word;
    throw new UsageError(`'${typed}': this flag is a switch and takes no value`);
  }
}

/** No command, or one that is not there. */
async function withoutCommand(values: Values, context: Context): Promise<void> {
  const word = values._[0];
  if (word !== undefined) {
    const verbs = commands.map(({ path }) => path[0]!);
    throw new UsageError(
      `there is no command '${word}'`,
      didYouMean(nearestName(String(word), verbs), (verb) => `gen ${verb}`) ??
        'gen --help lists the commands',
    );
  }
  if (values.version === true) {
    const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    return printLines([JSON.parse(manifest).version], context);
  }
  const stream = values.help === true ? context.stdout : context.stderr;
  const style = styleOf(stream, context.env, { color: values['no-color'] !== true });
  await printLines(
    [...renderHelp(commands, commonFlags, style), ''],
    { stdout: stream },
    style.width,
  );
  if (values.help !== true) throw new UsageError('no command was given');
}

/** A verb such as `sample` alone, or with a model that is not there. */
async function withoutModel(
  family: readonly Command[],
  values: Values,
  context: Context,
): Promise<void> {
  if (values.help === true) {
    const style = styleOf(context.stdout, context.env, { color: values['no-color'] !== true });
    return printLines(renderHelp(family, commonFlags, style), context, style.width);
  }
  const [verb, word] = values._;
  const models = family.map(({ path }) => path[1]!);
  const rule = `gen ${verb} takes ${models.join(', ')}`;
  const near = word === undefined ? null : nearestName(String(word), models);
  throw new UsageError(
    word === undefined ? rule : `${rule}, got '${word}'`,
    didYouMean(near, (model) => `gen ${verb} ${model}`) ??
      `for example: ${family[0]!.examples[0]!.command}`,
  );
}

function yargsOptions(flags: Flags): Record<string, { type: 'string' | 'boolean' } | object> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      value === undefined ? { type: 'boolean' } : { type: 'string', requiresArg: true },
    ]),
  );
}

/** yargs' own complaints, reworded. */
function wordsOf(message: string, error: Error | undefined): Error {
  if (error && error.name !== 'YError') return error;
  const text = message || error?.message || '';
  const [, flag] = /^Not enough arguments following: (.+)$/.exec(text) ?? [];
  return new UsageError(flag === undefined ? text : `${dashed(flag)} needs a value`);
}

function dashed(flag: string): string {
  return flag.length === 1 && flag !== 'p' ? `-${flag}` : `--${flag}`;
}

function didYouMean(word: string | null, typed: (word: string) => string): string | null {
  return word === null ? null : `did you mean ${typed(word)}?`;
}
