/** A product with a matrix, a bias and an activation. */

import { add, matMul, reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Activation, activate } from './activation.ts';

/** activation(x weight + bias). */
export function dense(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  { activation = 'linear', slope = 0.2 }: { activation?: Activation; slope?: number } = {},
): Tensor {
  return tidy(() => {
    const [inputs, units] = weight.shape as [number, number];
    const rows = reshape(x, [x.size / inputs, inputs]);
    const y = matMul(rows, weight);
    const shape = [...x.shape.slice(0, -1), units];
    return reshape(activate(bias === null ? y : add(y, bias), activation, slope), shape);
  });
}
