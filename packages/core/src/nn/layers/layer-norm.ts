/** Layer normalisation: Ba, Kiros & Hinton, "Layer normalization" (2016), equation 3. */

import { ones, type Tensor, type Variable, zeros } from '@tensorflow/tfjs-core';
import { layerNorm } from '../ops/layer-norm.ts';
import { disposeVariables, parameter, type Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireShape, requireSizes } from './layer.ts';

/** How a LayerNorm is made. */
export interface LayerNormConfig {
  /** Length of the last axis. */
  readonly size: number;
  /** Added to the variance. @default 1e-5 */
  readonly epsilon?: number;
  /** What errors call it. @default 'LayerNorm' */
  readonly name?: string;
}

/**
 * Each row of the last axis with mean 0 and variance 1, times weight, plus bias: [..., size]. Variables: `weight`, `bias`,
 * both [size].
 *
 * @example
 * const norm = new LayerNorm({ size: 768 });  // 1. weight 1, bias 0
 * const y = norm.apply(x);                    // 2. [batch, time, 768]
 */
export class LayerNorm implements Layer {
  readonly variables: Variables;
  readonly #config: LayerNormConfig;
  readonly #name: string;
  readonly #weight: Variable;
  readonly #bias: Variable;

  /** @throws OptionError for a size that is no whole number from 1 on */
  constructor(config: LayerNormConfig) {
    const { size, name = 'LayerNorm' } = config;
    requireSizes(name, { size });
    this.#config = config;
    this.#name = name;
    this.#weight = parameter(ones([size]));
    this.#bias = parameter(zeros([size]));
    this.variables = new Map([
      ['weight', this.#weight],
      ['bias', this.#bias],
    ]);
  }

  /** @throws ShapeError where x is not [..., size] */
  apply(x: Tensor, _options: ApplyOptions = {}): Tensor {
    const { size, epsilon = 1e-5 } = this.#config;
    requireShape(this.#name, 'x', x, ['...', size]);
    return layerNorm(x, this.#weight, this.#bias, { epsilon }); // [..., size]
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
