/**
 * Spectral normalisation: Miyato et al., "Spectral normalization for generative adversarial networks" (2018), section 2.1 and
 * appendix A.
 */

import {
  customGrad,
  div,
  type GradSaveFunc,
  matMul,
  maximum,
  mul,
  norm,
  reshape,
  type Tensor,
  type Tensor2D,
  tidy,
  transpose,
  type Variable,
} from '@tensorflow/tfjs-core';
import type { Prng } from '../../random/prng.ts';
import { randomNormal } from '../ops/random.ts';
import { buffer, disposeVariables, type Variables } from '../parameters/variables.ts';
import type { ApplyOptions, Layer } from './layer.ts';

/** Keeps a vector of zeros from being divided by its length; PyTorch's value. */
const SMALLEST_NORM = 1e-12;

/**
 * weight / sigma, sigma being the largest singular value of the weight as a matrix [everything else, outputs]. One step of
 * power iteration at each application in training, from where the last one ended: `weight_u` [1, outputs], a buffer. The
 * gradient takes the two singular vectors for constants, as the paper does (equation 12).
 *
 * Layers have it by their option `spectralNorm`; their weight is then called `weight_orig`, as in PyTorch.
 *
 * @example
 * const norm = new SpectralNorm({ outputs: 64, random });   // 1. knows how many outputs the weight has
 * const bounded = norm.apply(weight, { training: true });   // 2. [4, 4, 32, 64] to the same shape
 */
export class SpectralNorm implements Layer {
  readonly variables: Variables;
  readonly #u: Variable;
  readonly #outputAxis: number;

  constructor(options: {
    readonly outputs: number;
    /** Which axis of the weight counts outputs, from the end. @default -1 */
    readonly outputAxis?: number;
    readonly random: Prng;
  }) {
    const { outputs, outputAxis = -1, random } = options;
    this.#outputAxis = outputAxis;
    this.#u = tidy(() => buffer(normalized(randomNormal([1, outputs], random))));
    this.variables = new Map([['weight_u', this.#u]]);
  }

  apply(weight: Tensor, { training = false }: ApplyOptions = {}): Tensor {
    return tidy(() => {
      const outputs = this.#u.shape[1]!;
      const matrix = reshape(outputsLast(weight, this.#outputAxis), [-1, outputs]);
      return div(weight, this.#largestSingularValue(matrix as Tensor2D, training));
    });
  }

  dispose(): void {
    disposeVariables(this.variables);
  }

  #largestSingularValue(matrix: Tensor2D, training: boolean): Tensor {
    const sigma = customGrad((w, save) => {
      // Nothing in here is differentiated.
      let u: Tensor = this.#u; // [1, outputs]
      const v = normalized(matMul(u, w as Tensor2D, false, true)); // [1, others]
      if (training) {
        u = normalized(matMul(v, w as Tensor2D));
        this.#u.assign(u as Tensor2D);
      }
      (save as GradSaveFunc)([u, v]);
      return {
        value: reshape(matMul(matMul(v, w as Tensor2D), u, false, true), []),
        gradFunc: (dy, saved) => {
          const [u, v] = saved as [Tensor, Tensor];
          return mul(dy, matMul(v, u, true, false)); // [others, outputs]
        },
      };
    });
    return sigma(matrix);
  }
}

function normalized(x: Tensor): Tensor {
  return tidy(() => div(x, maximum(norm(x), SMALLEST_NORM)));
}

function outputsLast(weight: Tensor, outputAxis: number): Tensor {
  if (outputAxis === -1) return weight;
  const axes = weight.shape.map((_, axis) => axis);
  const [axis] = axes.splice(outputAxis, 1);
  return transpose(weight, [...axes, axis!]);
}
