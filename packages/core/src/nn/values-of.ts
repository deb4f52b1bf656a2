/** Numbers out of tensors. */

import { type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * A copy of the values of the tensor that `body` makes; no tensor is left behind. (A `tidy` that is handed an array looks for
 * tensors in it, number by number; this one never is.)
 *
 * @example
 * const noise = valuesOf(() => mul(2, randomNormal([64, 100], random))); // a Float32Array of 6400
 */
export function valuesOf(body: () => Tensor): Float32Array {
  const made = tidy(body);
  const values = made.dataSync<'float32'>().slice();
  made.dispose();
  return values;
}
