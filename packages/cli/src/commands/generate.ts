/** `gen generate MODEL PROMPT...`: goes on with texts. */

import type { GenerationConfigFields } from '@ferrogen/core/text';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import type { Arguments } from '../options/arguments.ts';
import { type BackendName, backendFlag, parseBackend } from '../options/backend.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { generationFlags, parseGeneration, tokensOf } from '../options/generation.ts';

/** What is to be gone on from: texts, of which one may be `-` for stdin, or tokens. */
export type Prompts =
  | { readonly texts: readonly string[] }
  | { readonly tokens: readonly (readonly number[])[] };

export interface GenerateCommandOptions {
  readonly model: string;
  readonly prompts: Prompts;
  /** What the flags say of how, under transformers' names. */
  readonly flags: GenerationConfigFields;
  /** A file that says more of it, or null. */
  readonly generationConfig: string | null;
  /** Draw the beams. */
  readonly tree: boolean;
  readonly backend: BackendName | null;
  readonly common: CommonOptions;
}

export function parseGenerate(args: Arguments): GenerateCommandOptions {
  const [model, ...texts] = args.operands;
  const options: GenerateCommandOptions = {
    model: model!,
    prompts: parsePrompts(texts, args.texts('input-ids')),
    flags: parseGeneration(args),
    generationConfig: args.text('generation-config'),
    tree: args.isOn('tree'),
    backend: parseBackend(args),
    common: parseCommon(args),
  };
  if (options.tree && options.common.json)
    throw new UsageError('--tree draws the beams, and --json has no place for a drawing');
  return options;
}

function parsePrompts(texts: readonly string[], ids: readonly string[]): Prompts {
  if (ids.length > 0) {
    if (texts.length > 0)
      throw new UsageError(
        '--input-ids and a PROMPT say the same thing in two ways',
        'give one of them',
      );
    return { tokens: ids.map((word) => tokensOf('input-ids', word)) };
  }
  if (texts.length === 0)
    throw new UsageError(
      'gen generate needs a PROMPT to go on from',
      "a text in quotes, - for stdin, or --input-ids for the model's own tokens",
    );
  if (texts.filter((text) => text === '-').length > 1)
    throw new UsageError('stdin can be read once, and two prompts are -');
  if (texts.includes('')) throw emptyPrompt();
  return { texts };
}

/** What is said of a text without a character. */
export function emptyPrompt(): UsageError {
  return new UsageError(
    'a prompt is empty, and a model goes on from one token at least',
    '--input-ids names tokens, such as the one that begins texts',
  );
}

async function runGenerate(options: GenerateCommandOptions, context: Context): Promise<void> {
  const { generateText } = await import('../text/generate-text.ts');
  await generateText(options, context);
}

export const generate = defineCommand<GenerateCommandOptions>({
  path: ['generate'],
  operands: [
    {
      name: 'MODEL',
      describe:
        'a folder as transformers saves a GPT-2 (config.json, model.safetensors), or a model file of kind gpt2, or its run',
    },
    {
      name: 'PROMPT',
      many: true,
      describe: 'a text to go on from; several are generated together; - reads stdin',
    },
  ],
  summary: 'go on with a text: greedily, by sampling, or by a search with beams',
  flags: {
    Prompt: {
      'input-ids': {
        value: 'IDS',
        repeat: true,
        describe: 'tokens such as 3,1,4 in the place of a text; may be repeated',
      },
    },
    ...generationFlags,
    Settings: {
      'generation-config': {
        value: 'FILE',
        describe:
          "any fields of transformers' GenerationConfig, as JSON; they win over the model's own, flags win over both",
      },
      ...backendFlag,
    },
    Result: { tree: { describe: 'with beams, draw them' } },
  },
  examples: [
    {
      command:
        'gen generate gpt2 "The quick brown fox jumps over the" --num-beams 5 --no-repeat-ngram-size 2 --num-return-sequences 3',
      about: 'the three best texts that a search with five beams finds; gpt2 is a folder',
    },
    {
      command: 'gen generate gpt2 "Once upon a time" --do-sample --top-p 0.9 --seed 1',
      about: 'a text that is drawn, the same one for a seed',
    },
    {
      command: 'gen generate gpt2 --input-ids 464,2068 --input-ids 7454 --num-beams 3 --json',
      about: 'two prompts at once, as tokens, with everything about the result as JSON',
    },
  ],
  parse: parseGenerate,
  run: runGenerate,
});
