/**
 * The network of the cell `elman`, that of PyTorch's tutorial "Generating names with a character-level RNN" (Robertson, 2017). At each
 * step, with [a, b] for one vector behind the other,
 *
 *     h_t = i2h [category, letter, h_(t-1)]        no tanh: it is linear
 *     o_t = i2o [category, letter, h_(t-1)]
 *     logits_t = dropout(o2o [h_t, o_t])           their log-softmax is the tutorial's output
 *
 * Only h runs from step to step, so the rest is done for all steps at once.
 */

import { concat, expandDims, slice, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import {
  type ApplyOptions,
  Dense,
  Dropout,
  Elman,
  fanInUniform,
  type Initializer,
  joinVariables,
  oneHot,
  uniformValues,
  type Variables,
  zeroValues,
} from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import { type FullCharRnnConfig, inputSize, vocabSizeOf } from './config.ts';
import {
  type CharRnnInput,
  type CharRnnNetwork,
  type CharRnnReading,
  withCategories,
} from './network.ts';

/**
 * A character RNN as in the tutorial. Matrices are the transposes of PyTorch's; `i2h.weight_ih_l0` above `i2h.weight_hh_l0` is that of its
 * `i2h.weight`.
 */
export class ElmanNetwork implements CharRnnNetwork {
  readonly variables: Variables;
  readonly stateNames = ['h.0'];
  readonly #config: FullCharRnnConfig;
  readonly #i2h: Elman;
  readonly #i2o: Dense;
  readonly #o2o: Dense;
  readonly #drop: Dropout;

  /** @param random the source of the weights, drawn as PyTorch draws them; null for all zeros */
  constructor(config: FullCharRnnConfig, random: Prng | null) {
    const source = random ?? new Prng(0);
    const drawn = (initializer: Initializer) => (random === null ? zeroValues : initializer);
    const { hidden } = config;
    const inputs = inputSize(config);
    const count = vocabSizeOf(config);
    this.#config = config;
    this.#i2h = new Elman({
      inputs,
      units: hidden,
      activation: 'linear',
      random: source.split(0),
      initializer: drawn(uniformValues(1 / Math.sqrt(inputs + hidden))),
    });
    const made = (from: number, index: number) =>
      new Dense({
        inputs: from,
        outputs: count,
        random: source.split(index),
        weightInitializer: drawn(fanInUniform),
        biasInitializer: drawn(uniformValues(1 / Math.sqrt(from))),
      });
    this.#i2o = made(inputs + hidden, 1);
    this.#o2o = made(hidden + count, 2);
    this.#drop = new Dropout({ rate: config.dropout });
    this.variables = joinVariables({
      i2h: this.#i2h.variables,
      i2o: this.#i2o.variables,
      o2o: this.#o2o.variables,
    });
  }

  read(
    { ids, categories }: CharRnnInput,
    state: readonly Tensor[] | null,
    options: ApplyOptions = {},
  ): CharRnnReading {
    return tidy(() => {
      const [batch, time] = ids.shape;
      const { hidden } = this.#config;
      const letters = oneHot(ids, vocabSizeOf(this.#config)); // [batch, time, vocabulary]
      const x = withCategories(letters, categories, this.#config.categories.length);
      const first = state?.[0] ?? zeros([batch, hidden]);
      const { outputs, states } = this.#i2h.apply(x, { ...options, states: [first] }); // [batch, time, hidden]
      const earlier = time === 1 ? [] : [slice(outputs, [0, 0, 0], [batch, time - 1, hidden])];
      const before = concat([expandDims(first, 1), ...earlier], 1); // [batch, time, hidden]
      const output = this.#i2o.apply(concat([x, before], 2)); // [batch, time, vocabulary]
      return { features: concat([outputs, output], 2), state: states };
    });
  }

  logits(features: Tensor, options: ApplyOptions = {}): Tensor {
    return tidy(() => this.#drop.apply(this.#o2o.apply(features), options)); // [batch, time, vocabulary]
  }

  dispose(): void {
    this.#i2h.dispose();
    this.#i2o.dispose();
    this.#o2o.dispose();
  }
}
