/** A table of vectors, looked up by whole numbers. */

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Prng } from '../../random/prng.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { normalValues } from '../initializers/random.ts';
import { lookUp } from '../ops/look-up.ts';
import { disposeVariables, parameter, type Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireSizes } from './layer.ts';

/** How an Embedding is made. */
export interface EmbeddingConfig {
  /** How many vectors there are: the size of the vocabulary. */
  readonly count: number;
  /** Length of each. */
  readonly size: number;
  /** The source of the first vectors. */
  readonly random: Prng;
  /** @default normalValues(0.02), as GPT-2's */
  readonly initializer?: Initializer;
  /**
   * Up to this many vectors are multiplied with one-hot rows in training instead of being looked up: the gradient is then a
   * product, too, where a look-up's is a sum over scattered rows, slow on TensorFlow.js's own cpu backend and missing from its
   * wasm backend.
   * @default 256
   */
  readonly oneHotUpTo?: number;
  /** What errors call it. @default 'Embedding' */
  readonly name?: string;
}

/**
 * Vectors of ids: int32 [...] to [..., size]. Variable: `weight` [count, size]. Ids are not read, and so not checked: one
 * outside the table gives zeros or an error of the backend.
 *
 * @example
 * const wte = new Embedding({ count: 50257, size: 768, random }); // 1. a vector for each token
 * const x = wte.apply(ids);                                       // 2. [batch, time] to [batch, time, 768]
 */
export class Embedding implements Layer {
  readonly variables: Variables;
  /** The table, for a head that shares it. */
  readonly weight: Variable;
  readonly #config: EmbeddingConfig;
  readonly #name: string;

  /** @throws OptionError for a size that is no whole number from 1 on */
  constructor(config: EmbeddingConfig) {
    const { count, size, random, initializer = normalValues(0.02), name = 'Embedding' } = config;
    requireSizes(name, { count, size });
    this.#config = config;
    this.#name = name;
    this.weight = parameter(initializer([count, size], { in: count, out: size }, random.split(0)));
    this.variables = new Map([['weight', this.weight]]);
  }

  /** @throws TypeError where the ids are not of type int32 */
  apply(ids: Tensor, { training = false }: ApplyOptions = {}): Tensor {
    if (ids.dtype !== 'int32')
      throw new TypeError(
        `cannot apply ${this.#name}: ids are of type int32; got ${ids.dtype}; make the tensor with 'int32'`,
      );
    const { count, oneHotUpTo = 256 } = this.#config;
    return lookUp(this.weight, ids, { asProduct: training && count <= oneHotUpTo });
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
