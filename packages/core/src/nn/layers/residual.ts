/** A layer around which its input passes. */

import { add, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireShape } from './layer.ts';

/**
 * x + inner(x): He et al., "Deep residual learning for image recognition" (2016), equation 1. The inner layer keeps the shape of
 * what it is given; its variables are this layer's, under the same names. Disposing one disposes the other.
 *
 * @example
 * const block = new Residual(new Dense({ inputs: 512, outputs: 512, activation: 'gelu', random })); // 1. made
 * const y = block.apply(x);                                                    // 2. [batch, 512] to [batch, 512]
 * block.dispose();                                                             // 3. the weights are freed
 */
export class Residual implements Layer {
  readonly variables: Variables;
  readonly #inner: Layer;

  constructor(inner: Layer) {
    this.#inner = inner;
    this.variables = inner.variables;
  }

  /** @throws ShapeError where the inner layer gives another shape than that of x */
  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    return tidy(() => {
      const change = this.#inner.apply(x, options);
      requireShape('Residual', 'what its layer gives', change, x.shape);
      return add(x, change); // the shape of x
    });
  }

  dispose(): void {
    this.#inner.dispose();
  }
}
