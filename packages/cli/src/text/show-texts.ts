/** Generated texts on stdout, when all of them are there. */

import type { Tokenizer } from '@ferrogen/core/text';
import type { GenerateCommandOptions } from '../commands/generate.ts';
import type { Context } from '../context.ts';
import { printLines } from '../output/say.ts';
import { renderBeamTree } from '../render/beam-tree.ts';
import {
  onOneLine,
  onTerminal,
  type PromptTexts,
  renderRanked,
} from '../render/generated-texts.ts';
import { type Style, styleOf } from '../render/style.ts';
import type { GenerationResult, SequenceResult } from './generation-result.ts';
import { type ReadPrompt, shownAs } from './read-prompts.ts';
import type { RowsUnderWay } from './rows-under-way.ts';

/** What a result was made of. */
export interface ShownRun {
  readonly prompts: readonly ReadPrompt[];
  readonly rows: RowsUnderWay;
  readonly tokenizer: Tokenizer | null;
}

/**
 * Shows the texts, prompt by prompt: one alone behind its prompt, several numbered below it, with `--tree` all that was tried in between. Away
 * from a terminal a text alone is written as it is.
 */
export async function showTexts(
  { sequences }: Pick<GenerationResult, 'sequences'>,
  { prompts, rows, tokenizer }: ShownRun,
  { tree, common }: Pick<GenerateCommandOptions, 'tree' | 'common'>,
  context: Pick<Context, 'stdout' | 'env'>,
): Promise<void> {
  const style = styleOf(context.stdout, context.env, common);
  for (const [number, { shown, tokens }] of prompts.entries()) {
    if (number > 0) await context.stdout.write('\n');
    const own = sequences.filter(({ prompt }) => prompt === number);
    const texts = own.map((sequence) => ranked(sequence, tokens.length));
    if (tree) {
      await printLines([onOneLine(shown)], context, style.width);
      const found = own.map((sequence) =>
        rows.finished(
          { prompt: number, tokens: sequence.tokens.slice(tokens.length) },
          sequence.logProbs,
        ),
      );
      const textOf = (ids: readonly number[]) => onOneLine(shownAs(ids, tokenizer)).trim();
      const drawing = { first: rows.first(number), found, textOf };
      await printLines(renderBeamTree(drawing, style), context);
      await context.stdout.write('\n');
    }
    if (texts.length > 1 || tree)
      await printLines(renderRanked({ prompt: shown, texts }, style), context);
    else await writeAlone({ prompt: shown, texts }, context, style);
  }
}

async function writeAlone(
  { prompt, texts }: PromptTexts,
  { stdout }: Pick<Context, 'stdout'>,
  { colors }: Style,
): Promise<void> {
  const text = texts[0]?.text ?? '';
  const line = stdout.isTTY
    ? `${colors.dim(onTerminal(prompt))}${onTerminal(text)}`
    : prompt + text;
  await stdout.write(`${line}\n`);
}

function ranked(
  { text, tokens, score, logProbs }: SequenceResult,
  promptLength: number,
): PromptTexts['texts'][number] {
  const ids = tokens.slice(promptLength).map((token) => ` ${token}`);
  const logProb = logProbs?.reduce((sum, value) => sum + value, 0) ?? null;
  return { text: text ?? ids.join(''), score, logProb };
}
