/** A transposed convolution over images, which enlarges them, a bias and an activation. */

import { type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { convTransposeFan } from '../initializers/initializer.ts';
import { convTranspose2d } from '../ops/conv-transpose2d.ts';
import { disposeVariables, type Variables } from '../parameters/variables.ts';
import type { Conv2dConfig } from './conv2d.ts';
import { type ApplyOptions, type Layer, requireShape, requireSizes } from './layer.ts';
import { activationOf, makeWeights, type Weights } from './weighted.ts';

/**
 * How a ConvTranspose2d is made. `padding` is that of the convolution that it transposes: with `same`, height times stride rows
 * come out, else (height - 1) stride + size less the pixels of padding.
 */
export type ConvTranspose2dConfig = Conv2dConfig;

/**
 * The transpose of a convolution: [batch, height, width, inputs] to [batch, height', width', outputs]. Variables: `weight`
 * [size, size, outputs, inputs] (PyTorch has inputs and outputs in front), `bias` [outputs].
 *
 * @example
 * const up = new ConvTranspose2d({ inputs: 64, outputs: 32, size: 4, stride: 2, padding: 'same', random }); // 1. made
 * const y = up.apply(x);                                         // 2. [batch, 7, 7, 64] to [batch, 14, 14, 32]
 * up.dispose();                                                  // 3. the weights are freed
 */
export class ConvTranspose2d implements Layer {
  readonly variables: Variables;
  readonly #config: ConvTranspose2dConfig;
  readonly #name: string;
  readonly #weights: Weights<Tensor4D>;

  /** @throws OptionError for a size that is no whole number from 1 on */
  constructor(config: ConvTranspose2dConfig) {
    const { inputs, outputs, size, stride = 1, name = 'ConvTranspose2d' } = config;
    requireSizes(name, { inputs, outputs, size, stride });
    const shape = [size, size, outputs, inputs] as const;
    this.#config = config;
    this.#name = name;
    this.#weights = makeWeights(config, shape, -2, convTransposeFan(shape, stride));
    this.variables = this.#weights.variables;
  }

  /** @throws ShapeError where x is not [batch, height, width, inputs] */
  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    const { inputs, stride = 1, padding = 'valid' } = this.#config;
    requireShape(this.#name, 'x', x, ['batch', 'height', 'width', inputs]);
    const { weight, bias } = this.#weights;
    const how = { stride, padding, ...activationOf(this.#config) };
    return tidy(() => convTranspose2d(x as Tensor4D, weight(options), bias, how)); // [batch, height', width', outputs]
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
