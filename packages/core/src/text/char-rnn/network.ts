/** What the networks of all cells are to whoever trains them or draws from them: characters in, logits and a state out. */

import {
  add,
  concat,
  expandDims,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { type ApplyOptions, oneHot, type Variables } from '../../nn/index.ts';

/** What a network reads. */
export interface CharRnnInput {
  /** int32 [batch, time] */
  readonly ids: Tensor2D;
  /** int32 [batch]; null where the network knows no categories. */
  readonly categories: Tensor1D | null;
}

/** What was made of it; all of it is the caller's to dispose. */
export interface CharRnnReading {
  /** Of every step, for `logits`: [batch, time, features]. */
  readonly features: Tensor;
  /** After the last step, as `stateNames` has it; each [batch, hidden]. */
  readonly state: readonly Tensor[];
}

/** A network with its weights. */
export interface CharRnnNetwork {
  readonly variables: Variables;
  /** What the tensors of a state are called: `h.0`, `c.0` of the lowest layer, and so on. */
  readonly stateNames: readonly string[];
  /** @param state where to go on from; null for zeros */
  read(
    input: CharRnnInput,
    state: readonly Tensor[] | null,
    options?: ApplyOptions,
  ): CharRnnReading;
  /** From [batch, time, features] to logits of the next character, [batch, time, vocabulary]. */
  logits(features: Tensor, options?: ApplyOptions): Tensor;
  dispose(): void;
}

/** Vectors of characters with a 1 for the category in front: [batch, time, categories + size]. */
export function withCategories(
  vectors: Tensor,
  categories: Tensor1D | null,
  count: number,
): Tensor {
  if (categories === null) return vectors;
  return tidy(() => {
    const [batch, time] = vectors.shape as [number, number];
    const told = expandDims(oneHot(categories, count), 1); // [batch, 1, categories]
    return concat([add(told, zeros([batch, time, count])), vectors], 2);
  });
}
