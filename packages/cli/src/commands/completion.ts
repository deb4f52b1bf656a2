/** `gen completion SHELL`: the script that teaches a shell gen's commands and flags. */

import { nearestName } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { type Command, defineCommand } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import type { Arguments } from '../options/arguments.ts';
import { type CommonOptions, commonFlags, parseCommon } from '../options/common.ts';
import { printJson } from '../output/say.ts';
import { completionScript, type Shell, shells } from '../render/completion-script.ts';

interface CompletionOptions {
  readonly shell: Shell;
  readonly common: CommonOptions;
}

function parseCompletion(args: Arguments): CompletionOptions {
  const word = args.operands[0]!;
  const shell = shells.find((name) => name === word);
  if (shell === undefined) {
    const near = nearestName(word, shells);
    throw new UsageError(
      `SHELL must be one of ${shells.join(', ')}, got '${word}'`,
      near === null ? null : `did you mean ${near}?`,
    );
  }
  return { shell, common: parseCommon(args) };
}

async function runCompletion(
  { shell, common }: CompletionOptions,
  commands: readonly Command[],
  context: Context,
): Promise<void> {
  const script = completionScript(shell, commands, commonFlags);
  if (common.json) {
    return printJson({ schemaVersion: 1, kind: 'completion', shell, script }, context);
  }
  await context.stdout.write(script);
}

/** The command, given the list of all of them: it holds this one too, so it is asked for when it is needed. */
export const completionOf = (commands: () => readonly Command[]): Command =>
  defineCommand<CompletionOptions>({
    path: ['completion'],
    operands: [{ name: 'SHELL', describe: shells.join(', '), choices: shells }],
    summary: 'print a completion script for a shell',
    flags: {},
    examples: [
      {
        command: 'gen completion bash >> ~/.bashrc',
        about: 'completion in every new bash',
      },
      {
        command: 'gen completion fish > ~/.config/fish/completions/gen.fish',
        about: 'completion in every new fish',
      },
    ],
    parse: parseCompletion,
    run: (options, context) => runCompletion(options, commands(), context),
  });
