/** The simple recurrent network: Elman, "Finding structure in time" (1990). */

import {
  add,
  matMul,
  stack,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tanh,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { dense } from '../ops/dense.ts';
import { stepsOf } from '../ops/recurrent.ts';
import { type RecurrentConfig, RecurrentLayer, type RecurrentWeights } from './recurrent.ts';

/** How an Elman is made. */
export interface ElmanConfig extends RecurrentConfig {
  /** @default 'tanh' */
  readonly activation?: 'tanh' | 'linear';
}

/**
 * h_t = activation(x_t weight_ih + bias + h_(t-1) weight_hh), layers on top of each other: [batch, time, inputs] to
 * [batch, time, units]; a state is [batch, units]. Variables of layer k: `weight_ih_lk` [inputs or units, units],
 * `weight_hh_lk` [units, units] (the transposes of PyTorch's), `bias_ih_lk` [units] (the sum of PyTorch's two).
 *
 * @example
 * const memory = new Elman({ inputs: 64, units: 128, random });  // 1. made with its weights
 * const { outputs, states } = memory.apply(x);                   // 2. [batch, time, 128], and where it ended
 */
export class Elman extends RecurrentLayer<Tensor> {
  readonly #activation: 'tanh' | 'linear';

  /** @throws OptionError for a size that is no whole number from 1 on, or a rate outside [0, 1) */
  constructor(config: ElmanConfig) {
    super(config, { name: 'Elman', gates: 1, recurrentBias: false });
    this.#activation = config.activation ?? 'tanh';
  }

  protected override applyLayer(x: Tensor, weights: RecurrentWeights, state: Tensor | null) {
    return elman(x, weights, state, this.#activation);
  }
}

function elman(
  x: Tensor,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
  state: Tensor | null,
  activation: 'tanh' | 'linear',
): { outputs: Tensor; state: Tensor } {
  return tidy(() => {
    const steps = stepsOf(dense(x, kernel as Tensor2D, bias as Tensor1D)); // time times [batch, units]
    let h = state ?? zeros([x.shape[0]!, recurrentKernel.shape[0]!]); // [batch, units]
    const outputs = steps.map((fromInput) => {
      const sum = add(fromInput, matMul(h as Tensor2D, recurrentKernel as Tensor2D));
      h = activation === 'tanh' ? tanh(sum) : sum;
      return h; // [batch, units]
    });
    return { outputs: stack(outputs, 1), state: outputs.at(-1)! };
  });
}
