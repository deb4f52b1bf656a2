/** A convolution over images, a bias and an activation. */

import { type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { convFan } from '../initializers/initializer.ts';
import { conv2d } from '../ops/conv2d.ts';
import type { Padding } from '../ops/convolution.ts';
import { disposeVariables, type Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireShape, requireSizes } from './layer.ts';
import { activationOf, makeWeights, type WeightedConfig, type Weights } from './weighted.ts';

/** How a Conv2d is made. */
export interface Conv2dConfig extends WeightedConfig {
  /** Channels of the images. */
  readonly inputs: number;
  /** Channels of the result: filters. */
  readonly outputs: number;
  /** Height and width of the filters. */
  readonly size: number;
  /** @default 1 */
  readonly stride?: number;
  /** Around the images: `valid`, nothing; `same`, so much that ceil(height / stride) rows come out; or pixels. @default 'valid' */
  readonly padding?: Padding;
}

/**
 * A convolution: [batch, height, width, inputs] to [batch, height', width', outputs]. Variables: `weight`
 * [size, size, inputs, outputs] (PyTorch has outputs and inputs in front), `bias` [outputs].
 *
 * @example
 * const conv = new Conv2d({ inputs: 1, outputs: 32, size: 4, stride: 2, padding: 'same', random }); // 1. made
 * const y = conv.apply(images);                                  // 2. [batch, 28, 28, 1] to [batch, 14, 14, 32]
 * conv.dispose();                                                // 3. the weights are freed
 */
export class Conv2d implements Layer {
  readonly variables: Variables;
  readonly #config: Conv2dConfig;
  readonly #name: string;
  readonly #weights: Weights<Tensor4D>;

  /** @throws OptionError for a size that is no whole number from 1 on */
  constructor(config: Conv2dConfig) {
    const { inputs, outputs, size, stride = 1, name = 'Conv2d' } = config;
    requireSizes(name, { inputs, outputs, size, stride });
    const shape = [size, size, inputs, outputs] as const;
    this.#config = config;
    this.#name = name;
    this.#weights = makeWeights(config, shape, -1, convFan(shape));
    this.variables = this.#weights.variables;
  }

  /** @throws ShapeError where x is not [batch, height, width, inputs] */
  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    const { inputs, stride = 1, padding = 'valid' } = this.#config;
    requireShape(this.#name, 'x', x, ['batch', 'height', 'width', inputs]);
    const { weight, bias } = this.#weights;
    const how = { stride, padding, ...activationOf(this.#config) };
    return tidy(() => conv2d(x as Tensor4D, weight(options), bias, how)); // [batch, height', width', outputs]
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
