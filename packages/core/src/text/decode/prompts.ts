/** Prompts of any lengths as one batch. */

import { OptionError } from '../../errors.ts';
import type { TokenBatch } from '../language-model.ts';

/**
 * Fills the shorter prompts up on the left.
 *
 * @throws OptionError where there is no prompt, an empty one, or a token that the model does not know
 */
export function padPrompts(
  prompts: readonly ArrayLike<number>[],
  padTokenId: number,
  model: { readonly vocabSize: number; readonly contextLength: number | null },
): TokenBatch {
  if (prompts.length === 0) throw new OptionError('prompts', 'there is no prompt to go on from');
  const length = Math.max(...prompts.map((prompt) => prompt.length));
  const tokens = new Int32Array(prompts.length * length).fill(padTokenId);
  prompts.forEach((prompt, item) => {
    checkPrompt(prompt, item, model);
    tokens.set(prompt, (item + 1) * length - prompt.length);
  });
  const padding = Int32Array.from(prompts, (prompt) => length - prompt.length);
  return { tokens, batch: prompts.length, length, padding };
}

function checkPrompt(
  prompt: ArrayLike<number>,
  item: number,
  {
    vocabSize,
    contextLength,
  }: { readonly vocabSize: number; readonly contextLength: number | null },
): void {
  if (prompt.length === 0)
    throw new OptionError(
      'prompts',
      `prompt ${item} is empty: a model goes on from one token at least, such as its BOS`,
    );
  if (contextLength !== null && prompt.length >= contextLength)
    throw new OptionError(
      'prompts',
      `prompt ${item} has ${prompt.length} tokens, and the model holds ${contextLength} with what it generates: shorten the prompt`,
    );
  for (let i = 0; i < prompt.length; i++) {
    const token = prompt[i]!;
    if (!(Number.isInteger(token) && token >= 0 && token < vocabSize))
      throw new OptionError(
        'prompts',
        `prompt ${item} has ${token} at place ${i}; a token of this model is a whole number from 0 to ${vocabSize - 1}`,
      );
  }
}
