/** Layer normalisation over the last axis. */

import { add, mean, mul, rsqrt, square, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** (x - mean) / sqrt(variance + epsilon) of each row, times weight, plus bias. */
export function layerNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { epsilon = 1e-5 }: { epsilon?: number } = {},
): Tensor {
  return tidy(() => {
    const centred = sub(x, mean(x, -1, true));
    const normal = mul(centred, rsqrt(add(mean(square(centred), -1, true), epsilon)));
    return add(mul(normal, weight), bias);
  });
}
