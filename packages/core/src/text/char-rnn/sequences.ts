/** Short texts with a beginning and an end, such as names, as batches: the longest of a batch gives its length. */

import type { NameSet } from '../../data/text/name-set.ts';
import { OptionError } from '../../errors.ts';
import { type CharRnnBatch, NO_TOKEN } from './batch.ts';
import type { CharRnn } from './char-rnn.ts';

/** Texts as tokens, each between two end tokens, and their categories. */
export interface TokenSequences {
  readonly sequences: readonly Int32Array[];
  /** [sequences], numbers among the model's categories; null where it knows none. */
  readonly categories: Int32Array | null;
}

/**
 * Names as a model reads them.
 *
 * @throws OptionError for a model whose texts have no ends, or that does not know a category
 * @throws TokenizerError for a character that the model does not know
 */
export function nameSequences(rnn: CharRnn, set: NameSet): TokenSequences {
  const { endToken } = rnn;
  if (endToken === null)
    throw new OptionError('ends', 'names have ends: make the model with { ends: true }');
  const sequences = set.names.map((name) => Int32Array.of(...rnn.promptOf(name), endToken));
  const known = rnn.config.categories;
  if (known.length === 0) return { sequences, categories: null };
  const { labels } = set;
  const unknown = set.categories.find((category) => !known.includes(category));
  if (labels === null || unknown !== undefined)
    throw new OptionError(
      'categories',
      `this model is told one of ${known.length} categories with every name; ${labels === null ? 'these names have none' : `${unknown} is none of them`}`,
    );
  const ids = set.categories.map((category) => known.indexOf(category));
  return { sequences, categories: labels.map((label) => ids[label]!) };
}

/**
 * A batch of the sequences with these numbers.
 *
 * @throws RangeError for a number that there is not
 * @example
 * const batches = shuffledBatches({ examples: set.sequences.length, batchSize: 64, random }, (ids) => takeSequences(set, ids));
 */
export function takeSequences(set: TokenSequences, ids: ArrayLike<number>): CharRnnBatch {
  const chosen = Array.from(ids, (id) => {
    const sequence = set.sequences[id];
    if (sequence !== undefined) return sequence;
    throw new RangeError(
      `the numbers of the ${set.sequences.length} sequences are from 0 to ${set.sequences.length - 1}; got ${id}`,
    );
  });
  const length = Math.max(...chosen.map((sequence) => sequence.length)) - 1;
  const tokens = new Int32Array(chosen.length * (length + 1)).fill(NO_TOKEN); // [batch, length + 1]
  chosen.forEach((sequence, row) => {
    tokens.set(sequence, row * (length + 1));
  });
  const categories = set.categories && Int32Array.from(ids, (id) => set.categories![id]!);
  return { tokens, batch: chosen.length, length, categories, goesOn: false };
}
