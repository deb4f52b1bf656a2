/** Batch normalisation over all axes but the last. */

import {
  add,
  leakyRelu,
  mean,
  mul,
  rsqrt,
  square,
  sub,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/** In training: normalised by the moments of the batch, which are returned too. */
export function batchNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { epsilon = 1e-5, slope = 1 }: { epsilon?: number; slope?: number } = {},
): { y: Tensor; mean: Tensor; variance: Tensor } {
  return tidy(() => {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const average = mean(x, axes);
    const variance = mean(square(sub(x, average)), axes);
    const y = batchNormInference(x, weight, bias, average, variance, { epsilon, slope });
    return { y, mean: average, variance };
  });
}

/** With moments that are given. */
export function batchNormInference(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  average: Tensor,
  variance: Tensor,
  { epsilon = 1e-5, slope = 1 }: { epsilon?: number; slope?: number } = {},
): Tensor {
  return tidy(() => {
    const normal = mul(sub(x, average), rsqrt(add(variance, epsilon)));
    const y = add(mul(normal, weight), bias);
    return slope === 1 ? y : leakyRelu(y, slope);
  });
}
