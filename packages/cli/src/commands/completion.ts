/** `gen completion SHELL`: the script that teaches a shell gen's commands and flags. */

import { nearestName } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
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
  context: Context,
): Promise<void> {
  // The list of commands holds this one, so it is looked up when it is needed.
  const { commands } = await import('./index.ts');
  const script = completionScript(shell, commands, commonFlags);
  if (common.json) {
    return printJson({ schemaVersion: 1, kind: 'completion', shell, script }, context);
  }
  await context.stdout.write(script);
}

export const completion = defineCommand<CompletionOptions>({
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
  run: runCompletion,
});
