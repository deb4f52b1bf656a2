/** A product with a matrix, a bias and an activation. */

import { type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { denseFan } from '../initializers/initializer.ts';
import { dense } from '../ops/dense.ts';
import { disposeVariables, type Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireShape, requireSizes } from './layer.ts';
import { activationOf, makeWeights, type WeightedConfig, type Weights } from './weighted.ts';

/** How a Dense is made: the lengths of the last axis before and after, and what its weights need. */
export interface DenseConfig extends WeightedConfig {
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * activation(x weight + bias) over the last axis: [..., inputs] to [..., outputs]. Variables: `weight` [inputs, outputs] (the
 * transpose of PyTorch's), `bias` [outputs].
 *
 * @example
 * const hidden = new Dense({ inputs: 784, outputs: 256, activation: 'relu', random }); // 1. made with its weights
 * const y = hidden.apply(images);                                                      // 2. [batch, 784] to [batch, 256]
 * hidden.dispose();                                                                    // 3. the weights are freed
 */
export class Dense implements Layer {
  readonly variables: Variables;
  readonly #config: DenseConfig;
  readonly #name: string;
  readonly #weights: Weights<Tensor2D>;

  /** @throws OptionError for a size that is no whole number from 1 on */
  constructor(config: DenseConfig) {
    const { inputs, outputs, name = 'Dense' } = config;
    requireSizes(name, { inputs, outputs });
    this.#config = config;
    this.#name = name;
    this.#weights = makeWeights(config, [inputs, outputs], -1, denseFan([inputs, outputs]));
    this.variables = this.#weights.variables;
  }

  /** @throws ShapeError where x is not [..., inputs] */
  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    requireShape(this.#name, 'x', x, ['...', this.#config.inputs]);
    const { weight, bias } = this.#weights;
    return tidy(() => dense(x, weight(options), bias, activationOf(this.#config))); // [..., outputs]
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
