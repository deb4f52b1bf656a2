/** What a character RNN learns from and is measured by, as arrays and as tensors. */

import { type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { TokenWindows } from '../../data/text/token-windows.ts';
import { OptionError } from '../../errors.ts';
import type { CharRnn } from './char-rnn.ts';
import type { CharRnnInput } from './network.ts';

/** Stands behind a text that is shorter than its batch; nothing is to be told there. */
export const NO_TOKEN = -1;

/** Rows of tokens and those that follow them. `NO_TOKEN` may stand behind the end of a row's text. */
export interface CharRnnBatch extends TokenWindows {
  /** Of each row; null where the model knows none. */
  readonly categories: Int32Array | null;
  /** Whether each row goes on where it ended in the batch before. */
  readonly goesOn: boolean;
}

/**
 * What the network reads of a batch, and what follows: `next` is int32 [batch, length], `NO_TOKEN` where nothing does. Call it under `tidy`.
 *
 * @throws OptionError where the model knows categories and the batch tells none, or the other way round
 */
export function batchTensors(
  rnn: CharRnn,
  { tokens, batch, length, categories }: Omit<CharRnnBatch, 'goesOn'>,
): { readonly input: CharRnnInput; readonly next: Tensor } {
  const known = rnn.config.categories.length;
  if ((categories === null) !== (known === 0))
    throw new OptionError(
      'categories',
      `this model ${known === 0 ? 'knows no categories' : `is told one of ${known} categories with every text`}; this batch has ${categories === null ? 'none' : 'some'}`,
    );
  const read = new Int32Array(batch * length); // [batch, length]
  const next = new Int32Array(batch * length); // [batch, length]
  for (let row = 0; row < batch; row++)
    for (let t = 0; t < length; t++) {
      const at = row * (length + 1) + t;
      // What stands behind the end is read as any character: nothing follows from it.
      read[row * length + t] = Math.max(0, tokens[at]!);
      next[row * length + t] = tokens[at + 1]!;
    }
  return {
    input: {
      ids: tensor2d(read, [batch, length], 'int32'),
      categories: categories && tensor1d(categories, 'int32'),
    },
    next: tensor2d(next, [batch, length], 'int32'),
  };
}
