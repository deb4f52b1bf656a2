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
  unstack,
} from '@tensorflow/tfjs-core';
import { dense } from '../ops/dense.ts';
import { disposeVariables, type Variables } from '../parameters/variables.ts';
import {
  applyStack,
  makeRecurrentWeights,
  type Recurrence,
  type RecurrentApplyOptions,
  type RecurrentConfig,
  type RecurrentLayer,
  type RecurrentWeights,
} from './recurrent.ts';

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
export class Elman implements RecurrentLayer<Tensor> {
  readonly variables: Variables;
  readonly #config: ElmanConfig;
  readonly #name: string;
  readonly #weights: readonly RecurrentWeights[];

  /** @throws OptionError for a size that is no whole number from 1 on, or a rate outside [0, 1) */
  constructor(config: ElmanConfig) {
    const { name = 'Elman' } = config;
    const form = { gates: 1, recurrentBias: false };
    const { weights, variables } = makeRecurrentWeights(name, config, form);
    this.#config = config;
    this.#name = name;
    this.#weights = weights;
    this.variables = variables;
  }

  /** @throws ShapeError where x is not [batch, time, inputs] or a state not [batch, units] */
  apply(x: Tensor, how: RecurrentApplyOptions<Tensor> = {}): Recurrence<Tensor> {
    const { activation = 'tanh' } = this.#config;
    return applyStack(this.#name, this.#config, this.#weights, x, how, (x, weights, state) =>
      elman(x, weights, state, activation),
    );
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}

function elman(
  x: Tensor,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
  state: Tensor | null,
  activation: 'tanh' | 'linear',
): { outputs: Tensor; state: Tensor } {
  return tidy(() => {
    const steps = unstack(dense(x, kernel as Tensor2D, bias as Tensor1D), 1); // time times [batch, units]
    let h = state;
    const outputs = steps.map((fromInput) => {
      const sum =
        h === null ? fromInput : add(fromInput, matMul(h as Tensor2D, recurrentKernel as Tensor2D));
      h = activation === 'tanh' ? tanh(sum) : sum;
      return h; // [batch, units]
    });
    return { outputs: stack(outputs, 1), state: outputs.at(-1)! };
  });
}
