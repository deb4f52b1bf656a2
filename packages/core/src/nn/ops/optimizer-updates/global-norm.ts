/** The norm of all gradients together, which clipping goes by: Pascanu, Mikolov & Bengio (2013), algorithm 1. */

import { addN, scalar, sqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from '../fused-kernel.ts';

/** sqrt of the sum of the squares of all values, a scalar tensor: nothing is read back. 0 for no gradient. */
export function globalNorm(gradients: readonly Tensor[]): Tensor {
  if (gradients.length === 0) return scalar(0);
  return tidy(() => sqrt(addN(gradients.map(sumOfSquares))));
}

function sumOfSquares(x: Tensor): Tensor {
  return hasKernel('ferrogen.SumOfSquares')
    ? runKernel('ferrogen.SumOfSquares', { x })
    : sum(square(x));
}
