/** A convolution over images, a bias and an activation. */

import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { convFan } from '../initializers/initializer.ts';
import { conv2d } from '../ops/conv2d.ts';
import { disposeVariables, type Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireShape, requireSizes } from './layer.ts';
import { activationOf, makeWeights, type WeightedOptions, type Weights } from './weighted.ts';

export interface Conv2dOptions extends WeightedOptions {
  /** Channels of the images. */
  readonly inputs: number;
  /** Channels of the result: filters. */
  readonly outputs: number;
  /** Height and width of the filters. */
  readonly size: number;
  /** @default 1 */
  readonly stride?: number;
  /** `same`: ceil(height / stride) rows come out; `valid`: only where the filter fits. @default 'same' */
  readonly padding?: 'same' | 'valid';
}

/**
 * A convolution: [batch, height, width, inputs] to [batch, height', width', outputs]. Variables: `weight`
 * [size, size, inputs, outputs] (PyTorch has outputs and inputs in front), `bias` [outputs].
 *
 * @example
 * const conv = new Conv2d({ inputs: 1, outputs: 32, size: 4, stride: 2, activation: 'leakyRelu', random }); // 1. made
 * const y = conv.apply(images);                                  // 2. [batch, 28, 28, 1] to [batch, 14, 14, 32]
 * conv.dispose();                                                // 3. the weights are freed
 */
export class Conv2d implements Layer {
  readonly variables: Variables;
  readonly #options: Conv2dOptions;
  readonly #name: string;
  readonly #weights: Weights;

  /** @throws OptionError for a size that is no whole number from 1 on */
  constructor(options: Conv2dOptions) {
    const { inputs, outputs, size, stride = 1, name = 'Conv2d' } = options;
    requireSizes(name, { inputs, outputs, size, stride });
    const shape = [size, size, inputs, outputs] as const;
    this.#options = options;
    this.#name = name;
    this.#weights = makeWeights(options, shape, -1, convFan(shape));
    this.variables = this.#weights.variables;
  }

  /** @throws ShapeError where x is not [batch, height, width, inputs] */
  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    const { inputs, stride = 1, padding = 'same' } = this.#options;
    requireShape(this.#name, 'x', x, ['batch', 'height', 'width', inputs]);
    const { weight, bias } = this.#weights;
    const how = { stride, padding, ...activationOf(this.#options) };
    return tidy(() => conv2d(x, weight(options), bias, how)); // [batch, height', width', outputs]
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
